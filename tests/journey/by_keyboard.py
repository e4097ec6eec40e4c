"""Hands that know no mouse: Tab until something has the focus, and what is wrong on the way."""

from playwright.sync_api import Locator, Page

FARTHEST = 90  # presses of Tab on one page
# What is wrong with the element that has the focus: nothing shows it, or something lies over it.
LOOK = """() => {
  const held = document.activeElement;
  if (!held || held === document.body || held.tagName === "IFRAME") return "";
  const name = `${held.tagName} ${held.name || held.textContent.trim().slice(0, 40)}`;
  const around = [held, held.closest("label"), held.closest("li, article"), held.parentElement];
  const is_ringed = (each) => {
    const style = each && getComputedStyle(each);
    return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  if (!around.some(is_ringed)) return `${name}: no ring`;
  const box = held.getClientRects()[0];
  const inset = Math.min(4, box.height / 4);
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  const points = [[x, y], [x, box.top + inset], [x, box.bottom - inset]];
  const hidden = points.filter(([left, top]) => {
    const there = document.elementFromPoint(left, top);
    const own = [held, held.labels?.[0]].some((each) => each?.contains(there));
    return !there || !(own || there.contains(held));
  });
  return hidden.length ? `${name}: covered at ${hidden.join(" and ")}` : "";
}"""


def is_held(wanted: Locator) -> bool:
    """Whether one of these has the focus."""
    return bool(wanted.evaluate_all("all => all.includes(document.activeElement)"))


def tab_to(page: Page, wanted: Locator, wrong: list[str]) -> None:
    """Press Tab until the focus is there; what is wrong with each stop is kept in `wrong`."""
    for _ in range(FARTHEST):
        page.keyboard.press("Tab")
        wrong += filter(None, [page.evaluate(LOOK)])
        if is_held(wanted):
            return
    raise AssertionError(f"{wanted} is not reached by {FARTHEST} presses of Tab")


def walk(page: Page) -> list[str]:
    """Tab through the whole page down to its foot; what is wrong at its stops."""
    wrong: list[str] = []
    tab_to(page, page.locator("footer a").last, wrong)
    return wrong
