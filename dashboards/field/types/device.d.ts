/** What is kept on the device beside the control: its keys, drafts, deliveries and receipts, and what pages tell each other. */

type OpenVault = import("../app/opened.js").OpenVault;
type KeptControl = import("../app/kept.js").KeptControl;
type Draft = import("../app/draft.js").Draft;

/** Bytes in memory of this page alone, as WebCrypto and IndexedDB want them. */
type Bytes = Uint8Array<ArrayBuffer>;

/** The two sections of the vault, each with its own lock. */
type SectionName = "main" | "sensitive";
type SectionKeys = { data: CryptoKey; name: CryptoKey };
type PinLock = { salt: Bytes; iterations: number; iv: Bytes; sealed: Bytes };

/** The plain record of this device (device.js). */
interface Device {
  deviceKey: CryptoKey;
  locks: Record<SectionName, PinLock>;
  iterations: number;
  attempts: number;
  sensitiveAttempts: number;
  expiresAt: Moment | null;
  isOver: boolean;
  /** A keyed hash of whom it belongs to. */
  owner?: string;
}

/** An encrypted record under a name that tells nothing (records.js). */
interface SealedRecord extends SealedName {
  group: string;
  data: ArrayBuffer;
  iv: Bytes;
}
type SealedName = { id: string; name: ArrayBuffer; nameIv: Bytes };

/** Where answers for the guarded part are dropped while it is closed, what opens it, and one of them (letters.js). */
type Box = { id: string; slot: JsonWebKey };
type BoxKey = { id: string; key: JsonWebKey };
type Letter = { box: string; from: JsonWebKey; iv: number[]; data: number[] };
type LetterText = { steps: string[]; value: Answer; at: number };

/** What stands in the vault, by store and key. */
type Stored<S extends string, K extends string> = S extends "package"
  ? K extends "current" ? WorkPackage : K extends "me" ? Me : K extends "clock" ? ClockCheck : string
  : S extends "drafts" ? DraftRow
  : S extends "deliveries" ? Delivery
  : S extends "outbox" ? string
  : S extends "letters" ? Box
  : S extends "letters:sensitive" ? BoxKey
  : S extends `draft:${string}:letters` ? Letter
  : S extends `looks:${string}` ? Look
  : S extends `files:${string}` ? Bytes
  : Chunk;

/** An entry to be written; undefined deletes. */
type Entry = [store: string, key: string, value: Sealable | undefined];
type Sealable = object | string;

/** One half of a part of a control, as it is stored (chunks.js). */
type Chunk = Record<string, unknown> | unknown[];

/** What the list of drafts keeps of a control; it holds nothing sensitive. */
interface DraftRow {
  id: string;
  sector: string;
  checklist: ChecklistRef;
  workplace: string;
  name: string;
  mission: Mission | null;
  started_at: Moment;
  changed_at: Moment;
  finished_at: Moment | null;
  persons_made: number;
  persons: number;
  attachments: number;
  revision?: number;
}

/** A draft as the list shows it. */
interface ListedDraft extends DraftRow {
  state: DraftState;
  queued_at: Moment | null;
  receipt: Receipt | null;
  /** Of each attachment that arrived, by its sha256, when. */
  received: Record<string, Moment>;
  fault: PlainFault | null;
  isRefused: boolean;
  isOnlyHere: boolean;
}
type DraftState = "open" | DeliveryState;

/** What is on its way to the office of one control (deliveries.js). */
interface Delivery {
  id: string;
  finished: boolean;
  state: DeliveryState;
  /** Of the body. */
  sha256: string;
  queued_at: Moment;
  attachments: ListedAttachment[];
  received: Record<string, Moment>;
  receipt: Receipt | null;
  was_received: boolean;
  tries: number;
  /** In milliseconds. */
  next_at: number;
  fault: PlainFault | null;
}
type DeliveryState = "queued" | "sent" | "stuck" | "withdrawn";
type ListedAttachment = { sha256: string; media_type: string; released: boolean };

/** What the office sent back: the hash of what arrived, when, and what it made of it. */
interface Receipt {
  sha256: string;
  received_at: Moment;
  saved: { findings: number; clocks: number; reference?: string; decision?: string; positive?: boolean; open?: boolean; named?: NamedFinding[] } | null;
}

/** A finding that the office concluded: by name, with the persons concerned. */
type NamedFinding = { offence: string; label: Label; persons: string[] };

type PlainFault = { code: string; what: string; advice: string };
type FaultKind = "away" | "unknown" | "revoked" | "refused" | "other";

/** What was caught: a fault of ours, or anything else, which has none of its fields. */
type Caught = Partial<import("../app/fault.js").Fault>;

/** What the office answers; each way says more. */
type Said = Partial<PlainFault> & { sha256?: string; received_at?: Moment; saved?: Receipt["saved"]; missing_attachments?: string[]; named?: NamedFinding[] };

/** What screens show of the queue. */
interface QueueState {
  online: boolean;
  queued: number;
  refused: number;
  attachments: number;
  sending: boolean;
  lastReceipt: (Receipt & { control_id: string; finished: boolean }) | null;
  fault: PlainFault | null;
  isUnknown: boolean;
  wiped: Wiped | null;
}
type Wiped = "revoked" | "asked";

/** What pages of the form tell each other; ids, never anything about a person. */
type PageMessage = { delivery?: string; wiped?: Wiped; barred?: boolean };

/** What was asked of the registers about a person, and what they said; `fault`: why the office refused to ask. */
interface Look {
  number: string;
  asked_at: Moment;
  answers: RegisterAnswer[] | null;
  fault: string | null;
}

/** What one register says by one source (dashboards/field/look_ups.py). */
interface RegisterAnswer extends Partial<Pick<Lookup, "declared_at" | "worker_type" | "period_from" | "period_to" | "joint_committee" | "planned_hours">> {
  register: string;
  source: "live" | "lake";
  result: "found" | "not_found" | "unavailable";
  answered_at: Moment;
  as_of: Day | null;
  elsewhere: boolean;
  /** Whether it stands with the control. */
  taken?: boolean;
}

/** What the clocks showed at an answer of the office, in milliseconds; its own moment as it came. */
type Contact = { before: number; after: number; trip: number; date: string | null };

/** Takes something back that was asked for. */
type Undo = () => unknown;

/** Whether the vault, and its sensitive section, can be used. */
type VaultState = { open: boolean; sensitiveOpen: boolean };

/** Changes a delivery as it stands now, unless another content was queued meanwhile. */
type NoteDelivery = (change: (now: Delivery) => Delivery) => Promise<Delivery | undefined>;
