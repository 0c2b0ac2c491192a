"""Whether a thumb reaches everything that can be tapped on a screen of the field form."""

from field_axe import faults_of
from field_phone import Phone
from playwright.sync_api import ViewportSize, expect

SIZES = ((360, 640), (390, 844), (844, 390))
_ASK = "async () => { await (await import('/field/main.js')).sync.run({now: true}); }"
_COVERED = """() => {
  const page = document.getElementById("page");
  const {scrollPaddingTop, scrollPaddingBottom} = getComputedStyle(page);
  const room = page.clientHeight - parseFloat(scrollPaddingTop) - parseFloat(scrollPaddingBottom);
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
    const isTall = height > room;  // a thumb scrolls along it
    const heights = isTall ? [] : [top + 3, top + height / 2, top + height - 3];
    const hidden = heights.filter((y) => !isHit(one, left + width / 2, y)).length;
    return hidden ? [`${nameOf(one)}: ${hidden} of 3`] : [];
  });
  return [targets.length, [...small, ...faults]];
}"""


_WIDER = """() => {
  const page = document.getElementById("page");
  if (page.scrollWidth <= page.clientWidth + 1) return [];
  const isOut = (one) => one.getBoundingClientRect().right > page.clientWidth + 1;
  const out = [...page.querySelectorAll("*")].filter(isOut);
  const names = out.map((one) => `${one.tagName}.${one.className}`).join(" ");
  return [`${page.scrollWidth} wide in ${page.clientWidth}: ${names}`];
}"""
_TEXT_PX = 16
_SMALL: ViewportSize = {"width": 360, "height": 640}


def covered(phone: Phone, screen: str) -> list[str]:
    """Give what is under 44 pixels, and what lies over a target that was scrolled to, with a network and without.

    On the smallest telephone; who looks closely, at three sizes.
    """
    found = []
    for is_off in (True, False):
        phone.context.set_offline(is_off)
        if phone.page.locator("#state").is_visible():
            phone.page.evaluate(_ASK)  # an answer that was on its way when the network went would say that it is there
            expect(phone.page.locator("#state.off")).to_have_count(int(is_off))
        for width, height in SIZES if phone.closely else SIZES[:1]:
            phone.page.set_viewport_size({"width": width, "height": height})
            count, faults = phone.page.evaluate(_COVERED)
            assert count, screen
            found += [f"{screen}, {width} × {height}{', offline' if is_off else ''}: {fault}" for fault in faults]
    phone.page.set_viewport_size({"width": 390, "height": 844})
    return found + closely(phone, screen) if phone.closely else found


def closely(phone: Phone, screen: str) -> list[str]:
    """Give what is wrong with text of twice the size on a small telephone, and what axe finds serious."""
    phone.page.set_viewport_size(_SMALL)
    browser = phone.context.new_cdp_session(phone.page)
    # as a person sets it, so that the rules in rem follow
    browser.send("Page.setFontSizes", {"fontSizes": {"standard": 2 * _TEXT_PX}})
    wrong = phone.page.evaluate(_WIDER) + phone.page.evaluate(_COVERED)[1]
    browser.send("Page.setFontSizes", {"fontSizes": {"standard": _TEXT_PX}})
    browser.detach()
    phone.page.set_viewport_size({"width": 390, "height": 844})
    return [f"{screen}, text at 200 %: {one}" for one in wrong] + faults_of(phone, screen)
