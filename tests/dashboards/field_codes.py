"""Codes as a camera sees them on site: rendered, worn, tilted, in poor light; and the film that a camera plays."""

import base64
import io
import json
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from javascript import NODE
from PIL import Image, ImageDraw, ImageFilter

TOOLS = Path(__file__).parents[2] / ".bundle"  # zxing's writer comes with the reader, by the hash of the same lock
WIDTH, HEIGHT = 1280, 720
FORMATS = ("QRCode", "DataMatrix", "Aztec", "PDF417", "Code128", "Code39")
_LONG_SIDE = {"PDF417": 620, "Code128": 520, "Code39": 700}  # pixels of the picture, of 1280; other codes are square
_SQUARE = 300
_WRITE = """
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { prepareZXingModule, writeBarcode } from "zxing-wasm/writer";
const [codes, at] = [JSON.parse(process.argv[1]), createRequire(`${process.cwd()}/here.js`)];
const wasmBinary = (await readFile(at.resolve("zxing-wasm/writer/zxing_writer.wasm"))).buffer;
prepareZXingModule({ overrides: { wasmBinary } });
const made = [];
for (const [format, text] of codes) {
  const { image, error } = await writeBarcode(text, { format, scale: 8, addQuietZones: true });
  if (!image) throw new Error(error);
  made.push(Buffer.from(await image.arrayBuffer()).toString("base64"));
}
process.stdout.write(JSON.stringify(made));
"""


@dataclass(frozen=True)
class Seen:
    """How a code lies before the camera: `turn` and `tilt` in degrees, `worn` and `dark` from 0 to 1."""

    turn: float = 0
    tilt: float = 0
    worn: float = 0
    dark: float = 0


def rendered(codes: Iterable[tuple[str, str]]) -> list[Image.Image]:
    """Draw codes, each (format, text), as they would be printed."""
    command = [NODE, "--input-type=module", "-e", _WRITE, json.dumps(list(codes))]
    done = subprocess.run(command, cwd=TOOLS, capture_output=True, check=True, timeout=120)
    return [Image.open(io.BytesIO(base64.b64decode(one))).convert("L") for one in json.loads(done.stdout)]


def frames(code: Image.Image, format: str, seen: Seen, *, seed: int, count: int = 4) -> list[np.ndarray]:
    """Give pictures of a code as a camera takes them one after the other: what is worn stays, the noise does not."""
    dice = np.random.default_rng(seed)
    long = _LONG_SIDE.get(format, _SQUARE)
    scale = long / code.width
    flat = code.resize((long, max(round(code.height * scale), long // 4 if long != _SQUARE else long)))
    card = _worn(_on_card(flat), seen.worn, dice)
    view = _before_camera(card, seen)
    return [_lit(view, seen.dark, dice) for _ in range(count)]


def _on_card(code: Image.Image) -> Image.Image:
    """Put a code on a card of pale paper."""
    card = Image.new("L", (code.width + 120, code.height + 120), 235)
    card.paste(code, (60, 60))
    return card


def _worn(card: Image.Image, worn: float, dice: np.random.Generator) -> Image.Image:
    """Let ink fade, scratch the card and rub pieces off."""
    if not worn:
        return card
    ink = 90 * worn  # black becomes grey
    made = Image.fromarray((np.asarray(card, dtype=float) * (235 - ink) / 255 + ink).astype(np.uint8))
    pen = ImageDraw.Draw(made)
    for _ in range(round(14 * worn)):
        x, y, dx, dy = dice.uniform(0, 1, 4)
        ends = [(x * card.width, y * card.height), ((x + dx - 0.5) * card.width, (y + dy - 0.5) * card.height)]
        pen.line(ends, fill=int(dice.choice((110, 215))), width=int(dice.integers(1, 3)))
    for _ in range(round(10 * worn)):
        x, y, size = dice.uniform(0, card.width), dice.uniform(0, card.height), dice.uniform(3, 9)
        pen.ellipse((x, y, x + size, y + size), fill=int(dice.choice((100, 220))))
    return made


def _before_camera(card: Image.Image, seen: Seen) -> np.ndarray:
    """Turn a card in its plane, tilt it away from the camera, and lay it on a table."""
    turned = card.rotate(seen.turn, expand=True, fillcolor=60, resample=Image.Resampling.BICUBIC)
    half_w, half_h = turned.width / 2, turned.height / 2
    angle, far = np.radians(seen.tilt), 1600.0
    corners = []
    for x, y in ((-half_w, -half_h), (half_w, -half_h), (half_w, half_h), (-half_w, half_h)):
        nearer = far / (far + x * np.sin(angle))
        corners.append((WIDTH / 2 + x * np.cos(angle) * nearer, HEIGHT / 2 + y * nearer))
    source = [(0, 0), (turned.width, 0), (turned.width, turned.height), (0, turned.height)]
    table = Image.new("L", (WIDTH, HEIGHT), 60)
    size, how = (WIDTH, HEIGHT), Image.Transform.PERSPECTIVE
    laid = turned.transform(size, how, _perspective(corners, source), Image.Resampling.BICUBIC, fillcolor=60)
    table.paste(laid)
    return np.asarray(table.filter(ImageFilter.GaussianBlur(0.8)), dtype=float)


def _perspective(to: list[tuple[float, float]], source: list[tuple[float, float]]) -> list[float]:
    """Give the eight numbers of the perspective that leads from one quadrangle to another."""
    rows = []
    for (x, y), (u, v) in zip(to, source, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    solved = np.linalg.solve(np.array(rows, dtype=float), np.array(source, dtype=float).reshape(8))
    return [float(one) for one in solved]


def _lit(view: np.ndarray, dark: float, dice: np.random.Generator) -> np.ndarray:
    """Take a picture: light from one side, less of it, and the noise of a sensor that lacks it."""
    shade = np.linspace(1, 1 - 0.55 * dark, WIDTH)[None, :]
    taken = view * shade * (1 - 0.75 * dark) + dice.normal(0, 2 + 9 * dark, view.shape)
    return np.clip(taken, 0, 255).astype(np.uint8)


def film(path: Path, pictures: Iterable[np.ndarray]) -> None:
    """Write pictures as a film that Chromium's camera plays round and round (YUV4MPEG2, grey)."""
    colourless = bytes([128]) * (WIDTH * HEIGHT // 2)
    with path.open("wb") as out:
        out.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode())
        for picture in pictures:
            out.write(b"FRAME\n" + picture.tobytes() + colourless)
