// What this browser has looked at is kept in this browser alone: the shop is only asked for cards.
const KEY = "seen";
const MOST = 8;

function held() {
  try {
    const ids = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(ids) ? ids.filter((id) => typeof id === "string") : [];
  } catch {
    return [];
  }
}

function keep(ids) {
  try {
    localStorage.setItem(KEY, JSON.stringify(ids.slice(0, MOST)));
  } catch {
    // a browser that stores nothing remembers nothing
  }
}

async function show(place, ids) {
  if (!ids.length) return;
  const asked = new URLSearchParams(ids.map((id) => ["id", id]));
  const reply = await fetch(`${place.dataset.seen}?${asked}`);
  const cards = new DOMParser().parseFromString(await reply.text(), "text/html").querySelector("ul");
  if (!reply.ok || !cards) return;
  place.querySelector("[data-seen-cards]").replaceChildren(cards);
  place.hidden = false;
}

const place = document.querySelector("[data-seen]");
if (place) {
  const others = held().filter((id) => id !== place.dataset.this);
  if (place.dataset.this) keep([place.dataset.this, ...others]);
  new IntersectionObserver((seen, watch) => {
    if (!seen.some((each) => each.isIntersecting)) return; // it tells where things stand at once
    watch.disconnect();
    show(place, others).catch(() => {});
    // What is above the window counts as well: a jump to the foot passes it by.
  }, { rootMargin: "99999px 0px 0px" }).observe(place.previousElementSibling ?? document.body);
}
