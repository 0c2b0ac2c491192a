"""Whether a thumb reaches everything that can be tapped on a screen of the field form."""

from field_phone import Phone
from playwright.sync_api import expect

SIZES = ((360, 640), (390, 844), (844, 390))
_ASK = "async () => { await (await import('/field/main.js')).sync.run({now: true}); }"
_COVERED = """() => {
  const page = document.getElementById("page");
  const targets = [...document.querySelectorAll("button, a[href], summary, select, textarea, input")]
    .filter((one) => one.checkVisibility() && one.getClientRects().length);
  const isHit = (one, x, y) => {
    const hit = document.elementFromPoint(x, y);
    return hit !== null && (hit === one || one.contains(hit) || hit.closest("label")?.control === one);
  };
  const nameOf = (one) => `${one.tagName} ${(one.textContent || one.ariaLabel || one.type).trim().slice(0, 30)}`;
  const small = targets.flatMap((one) => {  // a box in a label is tapped by its label
    const {width, height} = (one.matches("input") && one.closest("label") || one).getBoundingClientRect();
    return Math.min(width, height) < 44 ? [`${nameOf(one)}: ${Math.round(width)} × ${Math.round(height)}`] : [];
  });
  const faults = targets.flatMap((one) => {
    one.scrollIntoView({block: "nearest", inline: "nearest"});
    const {left, top, width, height} = one.getBoundingClientRect();
    const isTall = height > page.clientHeight;
    const heights = isTall ? [] : [top + 3, top + height / 2, top + height - 3];
    const hidden = heights.filter((y) => !isHit(one, left + width / 2, y)).length;
    return hidden ? [`${nameOf(one)}: ${hidden} of 3`] : [];
  });
  return [targets.length, [...small, ...faults]];
}"""


def covered(phone: Phone, screen: str) -> list[str]:
    """Give what is under 44 pixels, and what lies over a target that was scrolled to, at three sizes, on and off."""
    found = []
    for is_off in (True, False):
        phone.context.set_offline(is_off)
        if phone.page.locator("#state").is_visible():
            phone.page.evaluate(_ASK)  # an answer that was on its way when the network went would say that it is there
            expect(phone.page.locator("#state.off")).to_have_count(int(is_off))
        for width, height in SIZES:
            phone.page.set_viewport_size({"width": width, "height": height})
            count, faults = phone.page.evaluate(_COVERED)
            assert count, screen
            found += [f"{screen}, {width} × {height}{', offline' if is_off else ''}: {fault}" for fault in faults]
    return found
