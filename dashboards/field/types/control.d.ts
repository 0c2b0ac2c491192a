/** A control as it is filled on site and as the office reads it (inspection/control/filled/model.py and onsite.py). */

/** What can stand as an answer; which of these, says the question's kind. */
type Answer = boolean | number | string | string[] | null | undefined;
type Answers = Record<string, Answer>;

/** A kind of number that its check digits prove. */
type NumberKind = "national" | "bis" | "enterprise" | "establishment" | "nsso" | "nsso_provisional";

interface Control extends Partial<Lists> {
  control_id: string;
  checklist: ChecklistRef;
  visit: string | null;
  workplace: string;
  sector: string;
  outcome: string;
  entered_at: Moment;
  left_at?: Moment;
  facts_on: Day;
  report_language?: string;
  answers: Answers;
  persons: Person[];
  suspicion?: Suspicion;
  origin?: string;
  place?: string;
  position?: Position;
  door?: string;
  team?: string[];
  clock_checks?: ClockCheck[];
  revision?: number;
  visit_record?: VisitRecord;
}

/** How far the telephone's clock was from the office's at one contact: seconds ahead, and how exact that is. */
interface ClockCheck {
  at: Moment;
  clock_skew_s: number;
  within_s: number;
}

/** The lists of a control beside its persons, by name. */
interface Lists {
  seen: Seen[];
  hearings: Hearing[];
  rooms: RoomEntry[];
  pay: PayPeriod[];
  lookups: Lookup[];
  steps: StepTaken[];
  consents: Consent[];
  comments: Remark[];
  attachments: Attachment[];
  marks: Mark[];
  summaries: Summary[];
}
type ListName = keyof Lists;
type ItemOf<L extends ListName> = Lists[L][number];

interface Person {
  ref: string;
  name?: string | null;
  national_number?: string | null;
  birth_date?: Day | null;
  hearing_language?: string | null;
  documents?: string;
  met_before?: boolean | null;
  whereabouts?: string;
  now_at?: "with_police" | "with_centre" | "stayed" | "left" | "unknown" | null;
  reach_how?: "telephone" | "message" | "in_person" | "through" | null;
  reach_through?: string;
  reach_when?: string;
  reach_language?: string | null;
  under_age?: boolean | null;
  accompanied?: boolean | null;
  answers: Answers;
}

/** The inspector's own decision; without one it stays on the device (sending.js). */
interface Suspicion {
  decision?: "yes" | "no" | "undecided";
  grounds?: string;
  forms?: string[];
  decided_at?: Moment;
  /** Questions and persons of which somebody said that it is not known. */
  not_known?: string[];
}

interface Position {
  lon: number;
  lat: number;
  accuracy_m?: number | null;
  at: Moment;
}

/** What somebody was doing when first seen. */
interface Seen {
  ref: string;
  person?: string | null;
  state: SeenState;
  doing: string;
  at?: Time | null;
  seen_by: string;
  place?: string;
}
type SeenState = "identified" | "not_identified" | "fled" | "hidden";

interface Hearing {
  ref: string;
  /** A person's reference, "employer" or "other". */
  person: string;
  quality: string;
  rights_given?: boolean | null;
  rights_given_at?: Moment | null;
  lawyer?: string | null;
  /** Later capacities: a witness who becomes a suspect is told the new rights at once. */
  changes?: { quality: string; at: Moment; rights_given_at: Moment | null }[];
  started_at: Moment;
  ended_at?: Moment | null;
  language: string;
  interpreter?: string;
  apart?: boolean | null;
  statement?: string;
  read_back?: boolean | null;
  signed?: string | null;
  copy_given?: boolean | null;
}

/** On what ground an inhabited room was entered. */
interface RoomEntry {
  ref: string;
  ground: string;
  by?: string | null;
  name?: string;
  at?: Moment | null;
  is_written?: boolean | null;
  reference?: string;
  words?: string;
}

/** What a person worked and received in a period. */
interface PayPeriod {
  person: string;
  from_on: Day;
  to_on: Day;
  /** A decimal number with a point. */
  hours: string;
  received_cents: number;
  scale?: string | null;
  employed_since?: Day | null;
}

/** What the inspector found in a register. */
interface Lookup {
  ref: string;
  register: string;
  /** A person's reference or "workplace". */
  subject: string;
  looked_up_at: Moment;
  result: string;
  declared_at?: Moment | null;
  worker_type?: string | null;
  period_from?: Moment | Day | null;
  period_to?: Moment | Day | null;
  joint_committee?: string | null;
  planned_hours?: number | null;
  /** Who answered the form itself; nothing where the inspector looked elsewhere and typed it. */
  source?: "live" | "lake";
  /** Of which day our own copy is. */
  as_of?: Day;
  note: string;
}

/** A step of the card that was taken. */
interface StepTaken {
  step: string;
  at: Moment;
  outcome: string;
  who: string;
  number: string;
  note: string;
  person?: string | null;
}

/** How the answers of a check came to stand: by one tap, or from another person's papers. */
interface Mark {
  /** Null for the workplace. */
  person?: string | null;
  check: string;
  kind: "in_order" | "as_person" | "asked";
  way?: string | null;
  of?: string | null;
  at: Moment;
}

/** What a person said of the reception centres. */
interface Consent {
  person: string;
  answer: "given" | "refused" | "withdrawn" | "not_asked" | "informed";
  at: Moment;
  language: string;
  explained_by: string;
  interpreter: string;
  name_too: boolean;
}

type Signed = "signed" | "refused" | "unable";

/** What was read to somebody, word for word, and what they did with it. */
interface Summary {
  ref: string;
  /** A person's reference, "employer" or "other". */
  person: string;
  hearing: string | null;
  language: string;
  text: string;
  /** Of the text. */
  sha256: string;
  /** Whether a sworn translator had read the wording. */
  is_checked: boolean;
  answered_at: Moment;
  answer: Signed;
  reason: string;
  /** The attachment that shows the signature. */
  signature: string | null;
}

type VisitLanguage = "fr" | "nl" | "de" | "en";

/** The paper that the employer got of the visit. */
interface VisitRecord {
  language: VisitLanguage;
  shown_at: Moment;
  documents: string[];
  due_on: Day;
  inspectors: string[];
  given: "shown" | "printed" | "later";
}

/** Words of the inspector's own on an answer, a person or the workplace. */
interface Remark {
  question?: string | null;
  person?: string | null;
  written_at: Moment;
  words: string;
}

/** The reference of a photo, a signature or a document; the bytes are kept apart, under the sha256. */
interface Attachment {
  sha256: string;
  kind: string;
  media_type: string;
  bytes: number;
  question?: string | null;
  person?: string | null;
  taken_at: Moment;
  position?: Position | null;
  comment?: string;
  /** Of a marked copy: the sha256 of the picture that was marked, which is never changed. */
  marked_of?: string | null;
}

/** What the screens say of an attachment when they give its bytes. */
type AttachmentMeta = Partial<Attachment> & { kind: string };
