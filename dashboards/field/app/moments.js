/**
 * Moments as people read and type them. The control keeps moments with their offset and times of the day as HH:MM.
 * @module
 */
import { language } from "./texts.js";

const ZONE = "Europe/Brussels";
const FEW_MINUTES = 600_000;
const DAY = 86_400_000;

/** This moment, to the second, as the control keeps it. */
export function now() {
  return new Date().toISOString().replace(/\.\d+Z$/, "Z");
}

/** HH:MM of a moment in Brussels, which is what a clock on the wall of the kitchen shows. @param {Moment|number|Date} moment */
export function clock(moment = new Date()) {
  /** @type {Intl.DateTimeFormatOptions} */
  const parts = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: ZONE };
  return new Intl.DateTimeFormat("en-GB", parts).format(new Date(moment));
}

/** The day of a moment in Brussels, as YYYY-MM-DD. @param {Moment|number|Date} moment */
export function day(moment = new Date()) {
  return new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone: ZONE }).format(new Date(moment));
}

/** A day as a reader of the chosen language expects it. @param {Day} iso */
export function dayWords(iso) {
  /** @type {Intl.DateTimeFormatOptions} */
  const how = { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" };
  return new Intl.DateTimeFormat(`${language()}-BE`, how).format(new Date(`${iso.slice(0, 10)}T12:00:00Z`));
}

/** A day with its year, as a date of birth is read. @param {Day} iso */
export function dateWords(iso) {
  const date = new Date(`${iso}T12:00:00Z`);
  return new Intl.DateTimeFormat(`${language()}-BE`, { dateStyle: "long", timeZone: "UTC" }).format(date);
}

/** A day and a time of a moment. @param {Moment|Date} moment */
export function momentWords(moment) {
  return `${dayWords(day(moment))}, ${clock(moment)}`;
}

/** Whether `today` and another day lie in one week from Monday. @param {Day} one @param {Day} other */
export function isSameWeek(one, other) {
  /** @param {Day} iso */
  const monday = (iso) => {
    const at = new Date(`${iso}T12:00:00Z`);
    return Math.floor((at.getTime() / DAY + 3) / 7);
  };
  return monday(one) === monday(other);
}

/**
 * The moment that a day and a time in Brussels mean; of an hour that comes twice in the night of the change, the first.
 *
 * Belgium is one hour or two ahead of UTC; the offset that the clocks really show at the moment found is the right one.
 * @param {string} dayIso YYYY-MM-DD
 * @param {string} time HH:MM
 */
export function momentAt(dayIso, time) {
  const wanted = Date.parse(`${dayIso}T${time}:00Z`);
  const found = [wanted - 7_200_000, wanted - 3_600_000].find((at) => wallOf(at) === wanted) ?? wanted - 3_600_000;
  return new Date(found).toISOString().replace(/\.\d+Z$/, "Z");
}

/**
 * The moment that a time typed without its day means: the one nearest to `around` that is past, a few minutes let be.
 *
 * Who came in at ten to midnight and begins the form at ten past means the evening before.
 * @param {string} time HH:MM
 * @param {string} around a moment
 */
export function momentNear(time, around, latest = Date.now() + FEW_MINUTES) {
  const noon = Date.parse(`${day(around)}T12:00:00Z`);
  const all = [-1, 0, 1].map((n) => momentAt(day(noon + n * DAY), time));
  /** @param {Moment} at */
  const away = (at) => Math.abs(Date.parse(at) - Date.parse(around));
  const past = all.filter((at) => Date.parse(at) <= latest);
  return past.sort((one, other) => away(one) - away(other))[0] ?? all[0];
}

/** What clocks in Brussels show at a moment, read as if it were UTC. @param {number} moment */
function wallOf(moment) {
  return Date.parse(`${day(moment)}T${clock(moment)}:00Z`);
}
