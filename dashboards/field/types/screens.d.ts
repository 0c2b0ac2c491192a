/** What screens are built with. */

type Child = Node | string | null | undefined | false | 0 | "" | Child[];

/** What an element is made with: its class, its text, its listeners and its attributes. */
interface Props {
  class?: string;
  text?: string | number | false | null;
  data?: Record<string, string>;
  onclick?: (event: MouseEvent) => unknown;
  onsubmit?: (event: SubmitEvent) => unknown;
  [attribute: string]: unknown;
}

/** A set of choices, and how another choice is shown in it. */
type Choices<K> = HTMLFieldSetElement & { choose: (value: K | null | undefined) => void };
type Choice<K> = { key: K; label: string };
type ChoicesHow = { many?: boolean; kind?: string; hideLegend?: boolean };

/** An input of a question: its element, and how a value that came from elsewhere is shown in it. */
type QuestionInput = { element: HTMLElement; put(value: Answer): void };
type MakeInput = (question: Question, label: string, value: Answer, changed: (value: Answer) => void) => QuestionInput;

/** What a screen is opened with. */
interface ScreenParams {
  draft?: string;
  ref?: string;
  section?: string;
  question?: string;
  written_at?: Moment;
  subject?: string;
  /** The place of an entry in its list. */
  at?: number;
  hearing?: number;
  /** Of a picture. */
  digest?: string;
}
type ViewName = keyof typeof import("../app/views/all.js");

/** The answers that a rule reads: of the workplace, and of the person whom a card is about. */
type AnswersRead = [place: Answers, person: Answers | null];

/** What stands open in a control: a question, the subject, and the evidence that lacks, if it is that. */
type OpenPoint = { question: Question; ref: string; need?: Need };

/** A screen draws itself on a page, and may give what is to be done when it is left. */
type View = { show: (page: HTMLElement, params: any) => Leave | Promise<Leave> };
type Leave = (() => unknown) | void | null;
type HowToGo = { replace?: boolean };
