/** What the office gives an inspector to take along: the package, the checklists and the words (dashboards/field/package.py). */

/** Words in the four languages of the screens, by their tag. */
type Label = Record<string, string>;

/** A moment with its offset ("2026-03-02T08:15:00Z"), a day ("2026-03-02"), a time of the day ("08:15"). */
type Moment = string;
type Day = string;
type Time = string;

/** Whom this device belongs to, as the office knows them. */
interface Me {
  device: string;
  user: string;
  name: string;
  language: string;
  telephone: string;
  expires_at: Moment;
}

/** The work package as it was fetched last. */
interface WorkPackage {
  made_at: Moment;
  user: string;
  name: string;
  language: string;
  missions: Mission[];
  checklists: ListedChecklist[];
  worker_languages: { code: string; name: string; direction: string; checked: boolean }[];
  places: Place[];
  areas: { key: string; label: Label; district: string }[];
  duty: Record<string, DutyNumber[]>;
  card: { steps: CardStep[] };
  /** What is read aloud before somebody is heard, by capacity, and the capacities that may have a lawyer first. */
  rights?: Record<string, Label[]>;
  lawyer?: string[];
  room_grounds?: RoomGround[];
  /** How the service calls itself; offences by name with the evidence that they usually lack; words of the visit record. */
  service?: string;
  findings?: Record<string, { label: Label; evidence: string[] }>;
  evidence?: Record<string, UsualEvidence>;
  visit_record?: VisitRecordRules;
  /** What the map of the round is drawn from; a package of before has none. */
  map?: RoundMap;
  /** By so many seconds the telephone's clock may be out before it is said. */
  clock_limit_s?: number;
  /** By type of worker: whether a declaration gives hours beside its days. */
  hours_needed: Record<string, unknown>;
  /** Who is younger is a minor; a package that was kept before the office told it holds none. */
  minor_under_years?: number;
}

type EvidenceProof = "photo" | "comment" | "lookup" | "hearing" | "pay";

/** A proof that can be got on the spot: what in a control counts as it. */
interface UsualEvidence {
  label: Label;
  met_by: EvidenceProof;
  registers: string[];
}

/** A finding that answers may point to, of a person or of the workplace (""). */
interface Pointed {
  offence: string;
  ref: string;
  questions: string[];
  /** Whether only answers to guarded questions point to it. */
  isGuarded: boolean;
}

interface VisitRecordRules {
  due_days: number;
  words: Record<string, Label>;
  /** By sector. */
  documents: Record<string, Label[]>;
}

/** The visit record in words, row by row. */
interface VisitPaper {
  title: string;
  service: string;
  opening: string;
  rows: [string, string][];
  asked: string;
  documents: string[];
  closing: string;
}

/** The visit that a summary is of, in words. */
interface Visit extends Record<string, unknown> {
  day: string;
  time: string;
  place: string;
}

/** A ground on which an inhabited room may be entered: `needs` is what has to be on record of it. */
interface RoomGround {
  key: string;
  label: Label;
  hint: Label | null;
  needs: string[];
}

/**
 * Outlines and streets round the visits. A line is whole numbers in parts of a degree (`unit` of them): its first point,
 * then each step to the next, longitude first.
 */
interface RoundMap {
  unit: number;
  outlines: { name: { fr: string; nl: string }; rings: number[][] }[];
  streets: { name: { fr: string; nl: string }; line: number[] }[];
}

/** A visit of the inspector's team. */
interface Mission {
  visit: string;
  day: Day;
  start: Time;
  workplace: string;
  name: string | null;
  enterprise: string;
  address: string | null;
  lon: number;
  lat: number;
  sector: string;
  area: string;
  report_language: string;
  known: { label: Label; value: Label | string | number | null; source: Label | string | null; as_of: Day | null }[];
}

/** A municipality, in which a control that nobody planned may take place. */
interface Place {
  key: string;
  label: Label;
  district: string;
  area: string;
  report_languages: string[];
}

/** A number of the card of steps, with the days and hours on which it answers. */
interface DutyNumber {
  role: string;
  recipient: string;
  label: Label;
  number: string;
  hours: Label | null;
  to_verify: boolean;
  valid_from?: Day | null;
  valid_until?: Day | null;
  /** Where its hours go on after midnight: until when. */
  night_ends?: Time | null;
  /** From and until when nobody answers. */
  absent?: [Moment, Moment][];
}

/** A step of the card. */
interface CardStep {
  key: string;
  label: Label;
  hint: Label;
  role: string | null;
  when: string | null;
}

/** A checklist as the package lists it. */
interface ListedChecklist extends ChecklistRef {
  sector: string;
  label: Label;
}

/** Which definition a control is filled under. */
interface ChecklistRef {
  id: string;
  version: string;
  sha256: string;
}

/** A checklist's definition with its sector (inspection/control/checklists/field_form.py). */
interface Form extends ChecklistRef {
  sector: string;
  sections: Section[];
  questions: Question[];
  /** Rows and columns of the grid; an office of before gives none. */
  checks?: GridCheck[];
}

/** What stands in a column of the grid, in a row of the place, or among what a person says. */
interface GridCheck {
  key: string;
  scope: "workplace" | "person";
  section: string;
  ground: "read" | "shown" | "seen" | "told";
  label: Label;
  head: Label;
  column: boolean;
  copied: boolean;
  ways: Way[];
}

/** A way in which a check ends with nothing to follow up: what one tap records. */
interface Way {
  key: string;
  label: Label;
  short: Label | null;
  answers: Record<string, Answer>;
}

interface Section {
  key: string;
  label: Label;
  sensitive: boolean;
}

interface Question {
  id: string;
  section: string;
  scope: "workplace" | "person";
  kind: QuestionKind;
  label: Label;
  hint: Label | null;
  choices: { key: string; label: Label }[];
  required: boolean;
  sensitive: boolean;
  to_verify?: Record<string, boolean>;
  has_rules: boolean;
  needs?: { kind: EvidenceKind; label: Label | null }[];
  constraint_message: Label | null;
  repeats: boolean;
  /** What a yes stops, and what to do instead. */
  stops?: Stop;
  /** Answers that point to an indicator of trafficking. */
  signs: Sign[];
  /** Answers that point to anything. */
  points?: string[];
  /** Whether a person tells this about themselves: it is shown in their language. */
  worker: boolean;
}

type QuestionKind = "yes_no" | "choice" | "choices" | "integer" | "number" | "text" | "time" | "date" | "identifier";
type EvidenceKind = "photo" | "comment";
type Stop = { label: Label; hint: Label };
type Sign = { answer: string; indicator: string; how: string };

/** What a question's rules compute, from the workplace's answers and the person's. */
interface Rules {
  relevant?: (place: Answers, person: Answers) => boolean;
  constraint?: (value: Answer, place: Answers, person: Answers) => boolean;
  needs?: { kind: EvidenceKind; when: (value: Answer, place: Answers, person: Answers) => boolean }[];
  /** Which findings an answer may point to; of one about the workplace, whom it concerns. */
  points?: { answer: string; offence: string; when?: Reads; whom?: Reads }[];
}
type Reads = (place: Answers, person: Answers) => boolean;
type RulesByQuestion = Record<string, Rules | undefined>;

/** By question, which answers its rules read. */
type ReadsByQuestion = Record<string, string[] | undefined>;

/** A checklist as screens use it; `reads` is null in a module of before, which did not say so. */
type Filled = { form: Form; rules: RulesByQuestion; reads: ReadsByQuestion | null };

/** An evidence that an answer calls for. */
type Need = { kind: EvidenceKind; label?: Label | null };

/** Words for a person found at work, in that person's language. */
interface WorkerWords {
  code: string;
  name: string;
  direction: string;
  checked: boolean;
  questions: Record<string, string>;
  brochure: { key: string; text: string }[];
  /** What a person told, in the first person, by question and answer; not there in words that were kept before it was. */
  summary?: Record<string, string>;
}
