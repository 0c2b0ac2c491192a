/**
 * What is drawn over a picture: blocks that take away what they cover, frames and arrows that point at something. The
 * blocks are worked out from the picture itself and coarse enough that nothing of it can be read back.
 * @module
 */
import { penOf } from "./redrawing.js";

/** In pixels of the picture. @typedef {{kind: "pixelate"|"frame"|"arrow", from: Point, to: Point}} Mark */
/** @typedef {{x: number, y: number}} Point */

const FEWEST_BLOCKS = 4; // along the shorter side of what is covered
const SMALLEST_BLOCK_PX = 24;
const INK = ["#ffffff", "#0b4f8a"]; // a light line under a dark one is seen on anything

/** Draw a picture with its marks. @param {HTMLCanvasElement} canvas @param {ImageBitmap} picture @param {Mark[]} marks */
export function drawMarks(canvas, picture, marks) {
  const pen = penOf(canvas);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  for (const mark of marks.filter((one) => one.kind === "pixelate")) pixelate(canvas, mark);
  for (const mark of marks.filter((one) => one.kind !== "pixelate")) line(pen, mark, canvas.width);
}

/** How large one block is over an area, in pixels. @param {number} width @param {number} height */
export function blockSize(width, height) {
  return Math.max(SMALLEST_BLOCK_PX, Math.ceil(Math.min(width, height) / FEWEST_BLOCKS));
}

/** Replace each block by one colour, the mean of what it covers. @param {HTMLCanvasElement} canvas @param {Mark} mark */
function pixelate(canvas, { from, to }) {
  const [left, top] = [Math.max(0, Math.floor(Math.min(from.x, to.x))), Math.max(0, Math.floor(Math.min(from.y, to.y)))];
  const width = Math.min(canvas.width, Math.ceil(Math.max(from.x, to.x))) - left;
  const height = Math.min(canvas.height, Math.ceil(Math.max(from.y, to.y))) - top;
  if (width < 1 || height < 1) return;
  const pen = penOf(canvas);
  const { data } = pen.getImageData(left, top, width, height);
  const size = blockSize(width, height);
  for (let y = 0; y < height; y += size) {
    for (let x = 0; x < width; x += size) {
      const [w, h] = [Math.min(size, width - x), Math.min(size, height - y)];
      pen.fillStyle = `rgb(${mean(data, width, x, y, w, h).join(" ")})`;
      pen.fillRect(left + x, top + y, w, h);
    }
  }
}

/**
 * The mean colour of a block.
 * @param {Uint8ClampedArray} data @param {number} stride @param {number} x @param {number} y @param {number} w @param {number} h
 */
function mean(data, stride, x, y, w, h) {
  const sum = [0, 0, 0];
  for (let row = y; row < y + h; row += 1) {
    for (let column = x; column < x + w; column += 1) {
      const at = 4 * (row * stride + column);
      for (let part = 0; part < 3; part += 1) sum[part] += data[at + part];
    }
  }
  return sum.map((one) => Math.round(one / (w * h)));
}

/** @param {CanvasRenderingContext2D} pen @param {Mark} mark @param {number} across */
function line(pen, { kind, from, to }, across) {
  const wide = Math.max(4, across / 160);
  pen.lineCap = pen.lineJoin = "round";
  INK.forEach((ink, n) => {
    pen.strokeStyle = ink;
    pen.lineWidth = wide * (n ? 1 : 2);
    pen.beginPath();
    if (kind === "frame") pen.rect(from.x, from.y, to.x - from.x, to.y - from.y);
    else arrow(pen, from, to, wide * 5);
    pen.stroke();
  });
}

/** @param {CanvasRenderingContext2D} pen @param {Point} from @param {Point} to @param {number} head */
function arrow(pen, from, to, head) {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  pen.moveTo(from.x, from.y);
  pen.lineTo(to.x, to.y);
  for (const side of [-0.5, 0.5]) {
    pen.moveTo(to.x, to.y);
    pen.lineTo(to.x - head * Math.cos(angle + side), to.y - head * Math.sin(angle + side));
  }
}
