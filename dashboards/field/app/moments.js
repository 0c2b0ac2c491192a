/**
 * Moments as people read and type them. The control keeps moments with their offset and times of the day as HH:MM.
 * @module
 */
import { language } from "./texts.js";

const ZONE = "Europe/Brussels";

/** This moment, to the second, as the control keeps it. */
export function now() {
  return new Date().toISOString().replace(/\.\d+Z$/, "Z");
}

/** HH:MM of a moment in Brussels, which is what a clock on the wall of the kitchen shows. */
export function clock(moment = new Date()) {
  const parts = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: ZONE };
  return new Intl.DateTimeFormat("en-GB", parts).format(new Date(moment));
}

/** The day of a moment in Brussels, as YYYY-MM-DD. */
export function day(moment = new Date()) {
  return new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone: ZONE }).format(new Date(moment));
}

/** A day as a reader of the chosen language expects it. */
export function dayWords(iso) {
  const how = { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" };
  return new Intl.DateTimeFormat(`${language()}-BE`, how).format(new Date(`${iso.slice(0, 10)}T12:00:00Z`));
}

/** A day and a time of a moment. */
export function momentWords(moment) {
  return `${dayWords(day(moment))}, ${clock(moment)}`;
}

/** Whether `today` and another day lie in one week from Monday. */
export function isSameWeek(one, other) {
  const monday = (iso) => {
    const at = new Date(`${iso}T12:00:00Z`);
    return Math.floor((at.getTime() / 86_400_000 + 3) / 7);
  };
  return monday(one) === monday(other);
}

/**
 * The moment that a day and a time in Brussels mean.
 * @param {string} dayIso YYYY-MM-DD
 * @param {string} time HH:MM
 */
export function momentAt(dayIso, time) {
  const guess = new Date(`${dayIso}T${time}:00Z`);
  const shown = new Date(`${day(guess)}T${clock(guess)}:00Z`);
  return new Date(guess.getTime() - (shown.getTime() - guess.getTime())).toISOString().replace(/\.\d+Z$/, "Z");
}
