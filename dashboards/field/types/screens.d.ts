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

/** How a check of a subject stands. */
type CheckState = { kind: "open" | "order" | "copied" | "asked" | "partly" | "differs"; mark?: Mark; way?: Way; off?: Question; n?: number };

/** What stands open in a control: a question, the subject, and the evidence that lacks, if it is that. */
type OpenPoint = { question: Question; ref: string; need?: Need };

/** A screen draws itself on a page, and may give what is to be done when it is left. */
type View = { show: (page: HTMLElement, params: any) => Leave | Promise<Leave> };
type Leave = (() => unknown) | void | null;
type HowToGo = { replace?: boolean };

/** What a code says: a number that its check digits prove, or its text; `refused` says why it may not be taken. */
type Reading = { text: string; kind: NumberKind | null; number: string | null; refused: "check" | "other" | "long" | null };
/** What a field takes from a code: numbers of these kinds, and texts of so many characters, or none. */
type Wanted = { kinds: NumberKind[]; texts: number };
/** What the machine-readable zone of a document says, as far as its check digits agree. */
type Zone = { kind: string; number: string; name: string | null; birth_date: Day | null; expires: Day | null; issuer: string };
type ZoneRead = { zone: Zone | null; faults: ("length" | "number" | "birth" | "expiry" | "whole" | "signs")[] };
