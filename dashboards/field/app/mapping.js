/**
 * A flat map of a few kilometres: outlines and streets as the package brings them, on a sheet of so many pixels. Pure.
 *
 * A line is written as whole numbers: its first point, then each step to the next, in parts of a degree; longitude first.
 */

/** @typedef {{x: number, y: number}} Point */
/** @typedef {{lon: number, lat: number}} Place */
/** @typedef {{west: number, north: number, across: number, down: number, width: number, height: number}} Frame  down and across: pixels a degree */

const KM_PER_DEGREE = 111.32;
const MARGIN = 0.14; // of the sheet, round what is to be seen
const STEPS_KM = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50];

/** Read a line of the package. @param {number[]} steps @param {number} unit parts of a degree @returns {Place[]} */
export function lineOf(steps, unit) {
  let [lon, lat] = [0, 0];
  const found = [];
  for (let at = 0; at + 1 < steps.length; at += 2) {
    [lon, lat] = [lon + steps[at], lat + steps[at + 1]];
    found.push({ lon: lon / unit, lat: lat / unit });
  }
  return found;
}

/**
 * Say how places come onto a sheet: all of them are on it, and at least so many kilometres of the land round them.
 * @param {Place[]} places @param {number} width @param {number} height @param {number} leastKm
 * @returns {Frame}
 */
export function frameOf(places, width, height, leastKm) {
  const [lons, lats] = [places.map((one) => one.lon), places.map((one) => one.lat)];
  const middle = { lon: (Math.min(...lons) + Math.max(...lons)) / 2, lat: (Math.min(...lats) + Math.max(...lats)) / 2 };
  const shrink = Math.cos((middle.lat * Math.PI) / 180);
  const least = leastKm / KM_PER_DEGREE;
  const [broad, tall] = [Math.max((Math.max(...lons) - Math.min(...lons)) * shrink, least), Math.max(Math.max(...lats) - Math.min(...lats), least)];
  const down = Math.min((width * (1 - 2 * MARGIN)) / broad, (height * (1 - 2 * MARGIN)) / tall);
  const across = down * shrink;
  return { west: middle.lon - width / 2 / across, north: middle.lat + height / 2 / down, across, down, width, height };
}

/** Where a place lies on the sheet. @param {Frame} frame @param {Place} place @returns {Point} */
export function onto(frame, { lon, lat }) {
  return { x: (lon - frame.west) * frame.across, y: (frame.north - lat) * frame.down };
}

/** The path of a line. @param {Frame} frame @param {Place[]} line @param {boolean} isClosed */
export function pathOf(frame, line, isClosed) {
  const points = line.map((one) => onto(frame, one)).map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`);
  return points.length ? `M${points.join("L")}${isClosed ? "Z" : ""}` : "";
}

/** Whether any of a line lies on the sheet or round it. @param {Frame} frame @param {Place[]} line */
export function isOn(frame, line) {
  const points = line.map((one) => onto(frame, one));
  const [xs, ys] = [points.map((one) => one.x), points.map((one) => one.y)];
  return Math.max(...xs) >= 0 && Math.min(...xs) <= frame.width && Math.max(...ys) >= 0 && Math.min(...ys) <= frame.height;
}

/** A bar of whole kilometres that fits on a part of the sheet. @param {Frame} frame @returns {{km: number, pixels: number}} */
export function scaleOf(frame) {
  const perKm = frame.down / KM_PER_DEGREE;
  const km = [...STEPS_KM].reverse().find((one) => one * perKm <= frame.width / 3) ?? STEPS_KM[0];
  return { km, pixels: km * perKm };
}

/**
 * Move marks apart that would cover each other; each stays as near to its place as it can.
 * @param {Point[]} points @param {number} apart
 * @returns {Point[]}
 */
export function spread(points, apart) {
  /** @type {Point[]} */
  const placed = [];
  for (const point of points) {
    const ways = [{ ...point }, ...[1, 2, 3].flatMap((ring) => Array.from({ length: 8 }, (_, n) => ({
      x: point.x + ring * apart * Math.cos((n * Math.PI) / 4), y: point.y + ring * apart * Math.sin((n * Math.PI) / 4) })))];
    placed.push(ways.find((way) => placed.every((other) => Math.hypot(other.x - way.x, other.y - way.y) >= apart)) ?? point);
  }
  return placed;
}
