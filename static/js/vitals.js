// How fast this page was for whoever has it open: three whole numbers and the page's type, told to the
// shop once, when the page is left. One page in so many does it; no cookie goes along, and nobody who
// asks not to be followed, or to save data, takes part. What is good: catalog/vitals_rules.py.
const tag = document.querySelector("[data-vitals]");
const refuses =
  navigator.webdriver || navigator.globalPrivacyControl || navigator.doNotTrack === "1" || navigator.connection?.saveData;

function watch(type, look, options = {}) {
  if (!PerformanceObserver.supportedEntryTypes.includes(type)) return;
  new PerformanceObserver((list) => list.getEntries().forEach(look)).observe({ type, buffered: true, ...options });
}

function measure() {
  const found = PerformanceObserver.supportedEntryTypes.includes("layout-shift") ? { cls: 0 } : {};
  watch("largest-contentful-paint", (entry) => {
    found.lcp = Math.round(entry.startTime);
  });
  // Jumps count in bursts: at most a second between two, five in all; the worst burst is told.
  let burst = { sum: 0, from: 0, until: 0 };
  watch("layout-shift", (entry) => {
    if (entry.hadRecentInput) return;
    const goesOn = burst.sum && entry.startTime - burst.until < 1000 && entry.startTime - burst.from < 5000;
    burst = { sum: (goesOn ? burst.sum : 0) + entry.value, from: goesOn ? burst.from : entry.startTime, until: entry.startTime };
    found.cls = Math.max(found.cls, Math.round(burst.sum * 1000));
  });
  // The slowest tap or key; of every fifty, one may be slower. The first is told however quick it was.
  const taps = new Map();
  const tapped = ({ interactionId, duration }) => {
    if (!interactionId) return;
    taps.set(interactionId, Math.max(duration, taps.get(interactionId) ?? 0));
    const slowest = [...taps.values()].sort((a, b) => b - a);
    found.inp = Math.round(slowest[Math.floor(taps.size / 50)]);
  };
  watch("event", tapped, { durationThreshold: 16 });
  watch("first-input", tapped);
  return found;
}

if (tag && !refuses && document.visibilityState === "visible" && Math.random() * Number(tag.dataset.oneIn) < 1) {
  const found = measure();
  let isTold = false;
  const tell = () => {
    if (isTold || document.visibilityState !== "hidden" || found.lcp === undefined) return;
    isTold = true;
    const body = JSON.stringify({ page: tag.dataset.page, ...found });
    fetch(tag.dataset.vitals, { method: "POST", body, keepalive: true, credentials: "omit" }).catch(() => {});
  };
  document.addEventListener("visibilitychange", tell); // also fires when the page is left; the last that phones tell
}
