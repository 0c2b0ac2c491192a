// The risk map: what the server tells in whole numbers becomes an SVG, which is moved, magnified and chosen from.
// Streamlit calls it with each drawing of the screen; where somebody looks, and what is chosen, stays.
/** @typedef {{clientX: number, clientY: number}} Point */
/** @typedef {[x: number, y: number, width: number, height: number]} Box */
/** @typedef {[id: string, x: number, y: number, way: string, step: number, ...its: (string | number)[]]} Cell */
/** @typedef {[words: string, x: number, y: number, size: number]} Label */
/** @typedef {{box: Box, land: string, cells: Cell[], zones: string[], labels: Label[], colours: string[], look: string, tip: string, said: Record<string, string>}} Told */

const STEP = 1.6; // of the buttons and keys
const NEAREST = 250; // units across: five kilometres
const LETTERS = 15; // pixels, at most
const STILL = 4; // pixels that a press may slip and be one
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const within = (/** @type {number} */ n, /** @type {number} */ least, /** @type {number} */ most) => Math.min(Math.max(n, least), most);
const far = (/** @type {Point} */ a, /** @type {Point} */ b) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);

/** @param {string} kind @param {Record<string, string | number>} fields @param {string} [words] @returns {SVGElement} */
function shape(kind, fields, words = "") {
  const made = document.createElementNS("http://www.w3.org/2000/svg", kind);
  for (const [name, value] of Object.entries(fields)) made.setAttribute(name, String(value));
  made.textContent = words;
  return made;
}

class RiskMap {
  /** @param {ParentNode} root @param {SVGSVGElement} svg */
  constructor(root, svg) {
    this.svg = svg;
    this.part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (root.querySelector(name));
    this.box = this.view = /** @type {Box} */ ([0, 0, 1, 1]);
    this.chosen = "";
    this.isMoved = false;
    this.cells = new Map(/** @type {[SVGElement, Cell][]} */ ([]));
    this.fingers = new Map(/** @type {[number, Point][]} */ ([]));
    this.say = (/** @type {string | null} */ _) => {};
    svg.onpointerdown = event => void ((this.isMoved &&= this.fingers.size > 0), this.fingers.set(event.pointerId, event));
    svg.onpointermove = event => this.move(event);
    svg.onpointerup = svg.onpointercancel = svg.onpointerleave = event => void (this.fingers.delete(event.pointerId), this.tell(null));
    svg.onclick = event => this.isMoved || this.choose(/** @type {SVGElement} */ (event.target));
    svg.onkeydown = event => this.key(event, /** @type {SVGElement} */ (event.target));
    svg.addEventListener("focusin", event => this.reach(/** @type {SVGElement} */ (event.target)));
    svg.addEventListener("focusout", () => this.tell(null));
    svg.addEventListener("wheel", event => {
      if (event.deltaY > 0 && this.view[2] >= this.box[2]) return; // no further away: the page is moved
      event.preventDefault();
      this.magnify(Math.exp(within(-event.deltaY, -200, 200) / 400), event);
    }, { passive: false });
    this.part(".ways").onclick = event => this.go(/** @type {HTMLElement} */ (event.target).dataset.way ?? "", svg);
    new ResizeObserver(() => this.draw()).observe(svg);
  }

  /** Draw what is told; another part of the country is shown whole. @param {Told} told */
  show(told) {
    const held = /** @type {ShadowRoot} */ (this.svg.getRootNode()).activeElement?.getAttribute("data-id");
    this.part(".map").classList.toggle("dark", told.look === "dark");
    this.part(".land").setAttribute("d", told.land);
    this.svg.ariaLabel = told.said.alt;
    this.part("#keys").textContent = told.said.keys;
    for (const button of this.part(".ways").querySelectorAll("button"))
      button.ariaLabel = button.title = told.said[button.dataset.way ?? ""];
    const made = told.cells.map(([id, x, y, way, step, ...its]) => {
      const label = told.tip.replace(/\{(\d)\}/g, (_, n) => String(its[n]));
      const fields = { d: `m${x} ${y}${way}`, fill: told.colours[step], class: "cell", "data-id": id };
      return shape("path", { ...fields, role: "button", tabindex: -1, "aria-label": label });
    });
    this.cells = new Map(made.map((path, n) => [path, told.cells[n]]));
    this.part(".cells").replaceChildren(...this.cells.keys());
    const labels = told.labels.map(([words, x, y, size]) => shape("text", { x, y, "data-size": size }, words));
    this.part(".zones").replaceChildren(...told.zones.map(d => shape("path", { d })), ...labels);
    if (String(told.box) !== String(this.box)) this.view = this.box = told.box;
    this.draw();
    this.mark();
    const first = this.part(`[data-id="${held || this.chosen}"]`) ?? this.part(".cell");
    first?.setAttribute("tabindex", "0");
    if (held) first?.focus({ preventScroll: true });
  }

  mark() {
    for (const [path, [id]] of this.cells) path.ariaPressed = String(id === this.chosen);
    this.part(".chosen").setAttribute("d", this.part("[aria-pressed=true]")?.getAttribute("d") ?? "");
  }

  /** Choose a cell, or no longer; the server hears it. @param {SVGElement} path */
  choose(path) {
    const [id] = this.cells.get(path) ?? [];
    if (id === undefined) return;
    this.chosen = id === this.chosen ? "" : id;
    this.mark();
    this.say(this.chosen || null);
  }

  /** Show what is told of a cell beside it. @param {SVGElement | null} path */
  tell(path) {
    const [tip, d] = [this.part(".tip"), path && this.cells.has(path) ? path.getAttribute("d") : null];
    this.part(".over").setAttribute("d", d ?? "");
    tip.hidden = d === null;
    if (path === null || d === null) return;
    tip.textContent = path.ariaLabel;
    const [at, map] = [path.getBoundingClientRect(), this.svg.getBoundingClientRect()];
    tip.style.left = `${within(at.right - map.left + 6, 0, map.width - tip.offsetWidth)}px`;
    tip.style.top = `${Math.max(at.top - map.top - tip.offsetHeight - 6, 0)}px`;
  }

  /** @param {SVGElement} path */
  reach(path) {
    const [[, x, y], [left, top, width, height]] = [/** @type {Cell} */ (this.cells.get(path)), this.view];
    this.part("[tabindex='0']")?.setAttribute("tabindex", "-1");
    path.setAttribute("tabindex", "0");
    this.look([within(left, x - width, x), within(top, y - height, y), width, height]);
    if (path.matches(":focus-visible")) this.tell(path);
  }

  /** @param {KeyboardEvent} event @param {SVGElement} path */
  key(event, path) {
    const [[, x, y], [right, down]] = [/** @type {Cell} */ (this.cells.get(path)), ARROWS[event.key] ?? [0, 0]];
    const ways = [...this.cells].map(([to, [, cx, cy]]) => ({ to, on: (cx - x) * right + (cy - y) * down, aside: Math.abs((cx - x) * down + (cy - y) * right) }));
    const ahead = ways.filter(({ on, aside }) => on > 0 && aside <= on).sort((a, b) => a.on + 2 * a.aside - b.on - 2 * b.aside);
    if (event.key in ARROWS) ahead[0]?.to.focus({ preventScroll: true });
    else if (event.key === "Enter" || event.key === " ") this.choose(path);
    else if ("+-0".includes(event.key)) this.go(event.key, path);
    else return;
    event.preventDefault();
  }

  /** Look at a part; its middle stays on the map. @param {Box} view */
  look([x, y, width, height]) {
    const [left, top] = [this.box[0] - width / 2, this.box[1] - height / 2];
    this.view = /** @type {Box} */ ([within(x, left, left + this.box[2]), within(y, top, top + this.box[3]), width, height]);
    this.draw();
  }

  draw() {
    this.svg.setAttribute("viewBox", this.view.join(" "));
    this.scale = this.svg.getScreenCTM()?.a || 1;
    for (const label of this.svg.querySelectorAll("text"))
      label.setAttribute("font-size", String(Math.min(Number(label.dataset.size), LETTERS / this.scale)));
    this.svg.style.touchAction = this.view[2] < this.box[2] ? "none" : "pan-y"; // shown whole, it lets the page be moved
    this.tell(null);
  }

  /** Magnify so many times; a point of the screen stays where it is. @param {number} times @param {Point} point */
  magnify(times, point) {
    const [x, y, width, height] = this.view;
    const by = Math.max(1 / times, Math.min(NEAREST / width, 1));
    const at = new DOMPoint(point.clientX, point.clientY).matrixTransform(this.svg.getScreenCTM()?.inverse());
    if (width * by >= this.box[2]) this.look(this.box);
    else this.look([at.x - (at.x - x) * by, at.y - (at.y - y) * by, width * by, height * by]);
  }

  /** @param {string} way @param {Element} about */
  go(way, about) {
    const { left, top, width, height } = about.getBoundingClientRect();
    if (way === "0") this.look(this.box);
    else if (way) this.magnify(way === "+" ? STEP : 1 / STEP, { clientX: left + width / 2, clientY: top + height / 2 });
  }

  /** One finger moves the map, two magnify it about the one that rests. @param {PointerEvent} event */
  move(event) {
    const before = this.fingers.get(event.pointerId);
    if (!before) return this.tell(/** @type {SVGElement} */ (event.target));
    if (!this.isMoved && far(before, event) < STILL) return;
    if (!this.isMoved) this.svg.setPointerCapture(event.pointerId);
    this.isMoved = true;
    this.fingers.set(event.pointerId, event);
    const rest = [...this.fingers.values()].find(one => one !== event);
    const [x, y] = [event.clientX - before.clientX, event.clientY - before.clientY].map(n => n / (this.scale || 1));
    if (rest) this.magnify(far(event, rest) / Math.max(far(before, rest), 1), rest);
    else this.look([this.view[0] - x, this.view[1] - y, this.view[2], this.view[3]]);
  }
}

/** @param {{data: Told, parentElement: ParentNode, setStateValue: (name: string, cell: string | null) => void}} given */
export default function riskMap({ data, parentElement, setStateValue }) {
  const svg = /** @type {SVGSVGElement & {map?: RiskMap}} */ (parentElement.querySelector("svg"));
  svg.map ??= new RiskMap(parentElement, svg);
  svg.map.say = cell => setStateValue("cell", cell);
  svg.map.show(data);
}
