/**
 * The map of a day's round, without a network: outlines and streets that came with the package, the stops in their order.
 * @module
 */
import { desk } from "../desk.js";
import { add, button, chips, el } from "../dom.js";
import { frameOf, isOn, lineOf, onto, pathOf, scaleOf, spread } from "../mapping.js";
import { day, dayWords } from "../moments.js";
import { allowNavigating, geoOf, mayNavigate } from "../navigating.js";
import { language, t } from "../texts.js";
import { yesNo } from "../choosing.js";
import { heading } from "./heading.js";

const SVG = "http://www.w3.org/2000/svg";
const [WIDTH, HEIGHT] = [360, 300];
const ROUND_KM = 6;
const DOOR_KM = 0.7;
const MARK = 13;
const STREETS_BELOW_KM = 3; // names of streets are for who stands near

/** Show the round of today, or of the next day that has one. @param {HTMLElement} page */
export async function show(page) {
  const missions = [...(desk.package?.missions ?? [])].sort((one, other) => orderOf(one).localeCompare(orderOf(other)));
  const days = [...new Set(missions.map((one) => one.day))];
  let isAllowed = await mayNavigate();
  let shown = days.find((one) => one >= day()) ?? days[0];
  /** @type {Mission|null} */
  let near = null;
  const body = el("div", { class: "stack" });
  const pick = chips(t("round.title"), days.map((one) => ({ key: one, label: dayWords(one) })), shown, (key) => {
    shown = key ?? shown;
    near = null;
    draw();
  }, { hideLegend: true });
  const allow = yesNo(t("round.allow"), isAllowed, async (value) => {
    isAllowed = value === true;
    await allowNavigating(isAllowed);
    draw();
  });
  add(page, heading(t("round.title")), days.length > 1 && pick, body, el("section", { class: "card" }, allow, el("p", { class: "hint", text: t("round.allow_why") })));
  draw();

  function draw() {
    const stops = missions.filter((one) => one.day === shown);
    if (!stops.length) return body.replaceChildren(el("p", { class: "hint", text: t("round.none") }));
    const rows = stops.map((one, n) => el("li", { class: "line" }, button(`${n + 1} · ${one.start} · ${one.name ?? one.address ?? ""}`, () => {
      near = near === one ? null : one;
      draw();
    }, { icon: "place", kind: near === one ? "now" : "" }), isAllowed && el("a", { class: "button", href: geoOf(one), "aria-label": `${t("round.navigate")}: ${n + 1}`, text: t("round.navigate") })));
    return body.replaceChildren(mapOf(stops, near), el("ol", { class: "stops" }, rows));
  }
}

/** By day and hour; a visit without an hour comes last. @param {Mission} one */
function orderOf(one) {
  return `${one.day} ${one.start ?? "99"}`;
}

/** @param {Mission[]} stops @param {Mission|null} near  the stop to look at closely */
function mapOf(stops, near) {
  const { unit = 1, outlines = [], streets = [] } = desk.package?.map ?? {};
  const frame = frameOf(near ? [near] : stops, WIDTH, HEIGHT, near ? DOOR_KM : ROUND_KM);
  const scale = scaleOf(frame);
  const lands = outlines.flatMap((one) => one.rings.map((ring) => ({ one, line: lineOf(ring, unit) }))).filter(({ line }) => isOn(frame, line));
  const ways = streets.map((one) => ({ one, line: lineOf(one.line, unit) })).filter(({ line }) => line.length > 0 && isOn(frame, line));
  const spoken = language() === "nl" ? "nl" : "fr";
  const isNear = scale.km < STREETS_BELOW_KM;
  const points = stops.map((one) => onto(frame, one));
  const marks = spread(points, 2 * MARK);
  return draw("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "map", role: "img",
    "aria-label": t("round.alt", { day: dayWords(stops[0].day), n: stops.length }) },
    ...lands.map(({ line }) => draw("path", { d: pathOf(frame, line, true), class: "land" })),
    ...(isNear ? ways.map(({ line }) => draw("path", { d: pathOf(frame, line, false), class: "street" })) : []),
    ...names(marks, isNear ? ways.map(({ one, line }) => ({ words: one.name[spoken], at: middleOf(line.map((place) => onto(frame, place))) }))
      : lands.map(({ one, line }) => ({ words: one.name[spoken], at: middleOf(line.map((place) => onto(frame, place)).filter(isInside)) }))),
    ...(near ? [] : [draw("path", { d: pathOf(frame, stops, false), class: "way" })]),
    ...marks.map((at, n) => draw("path", { d: `M${points[n].x} ${points[n].y}L${at.x} ${at.y}`, class: "way" })),
    ...marks.filter(isInside).length ? marks.map((at, n) => draw("g", {}, draw("circle", { cx: at.x, cy: at.y, r: MARK, class: near === stops[n] ? "mark now" : "mark" }),
      draw("text", { x: at.x, y: at.y + 5, class: "number" }, String(n + 1)))) : [],
    draw("path", { d: `M10 ${HEIGHT - 12}v5h${scale.pixels.toFixed(1)}v-5`, class: "scale" }),
    draw("text", { x: 14, y: HEIGHT - 14, class: "name" }, t("round.scale", { km: scale.km })));
}

/**
 * Names that have room: one that would lie over another, or under a mark, is left out.
 * @param {{x: number, y: number}[]} marks @param {{words: string, at: {x: number, y: number}|null}[]} wanted
 */
function names(marks, wanted) {
  const placed = marks.map((one) => ({ ...one, half: MARK }));
  const seen = new Set();
  return wanted.flatMap(({ words, at }) => {
    const half = words.length * 3.2;
    if (!at || !isInside(at) || seen.has(words) || placed.some((one) => Math.abs(one.x - at.x) < one.half + half && Math.abs(one.y - at.y) < 16)) return [];
    placed.push({ ...at, half });
    seen.add(words);
    const x = Math.min(Math.max(at.x, half + 2), WIDTH - half - 2);
    return [draw("text", { x, y: Math.max(at.y, 12), class: "name middle" }, words)];
  });
}

/** @param {{x: number, y: number}} point */
function isInside({ x, y }) {
  return x >= 0 && x <= WIDTH && y >= 0 && y <= HEIGHT;
}

/** @param {{x: number, y: number}[]} points */
function middleOf(points) {
  if (!points.length) return null;
  const sum = points.reduce((all, one) => ({ x: all.x + one.x, y: all.y + one.y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}

/**
 * Make a part of a drawing. @param {string} tag @param {Record<string, string|number>} attributes @param {...(Node|string)} children
 * @returns {SVGElement}
 */
function draw(tag, attributes, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return /** @type {SVGElement} */ (made);
}
