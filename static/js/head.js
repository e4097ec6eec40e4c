// The head of a page that is the same for everybody: how many pieces are in this browser's cart, and
// whether somebody is signed in. Both stand in a small cookie that the shop keeps beside its own;
// also a page that Back brings up again shows them as they are now.
const head = document.querySelector("[data-head]");

function held() {
  const start = `${head.dataset.head}=`;
  const found = document.cookie.split("; ").find((each) => each.startsWith(start)) ?? start;
  const [pieces, isKnown] = found.slice(start.length).split(".").map(Number);
  return { pieces: Number.isInteger(pieces) ? pieces : 0, isKnown: isKnown === 1 };
}

function write(selector, text) {
  for (const place of document.querySelectorAll(selector)) {
    if (place.textContent !== text) place.textContent = text;
  }
}

export function show() {
  if (!head) return;
  const { pieces, isKnown } = held();
  write("[data-account]", isKnown ? "Account" : "Sign in");
  write("[data-cart-count]", String(pieces));
  write("[data-cart-words]", pieces ? `Cart, ${pieces} item${pieces === 1 ? "" : "s"}` : "Cart, empty");
  head.querySelector("[data-cart-count]").hidden = !pieces;
}

show();
addEventListener("pageshow", show);
