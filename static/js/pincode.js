// Six digits in the checkout's pincode: the page for them is fetched, its words (`data-part`) put in
// the place of ours, and city and state filled where nobody has typed anything else.
const form = document.querySelector("[data-pincode-form]");
const pincode = form.elements.pincode;
const check = form.querySelector("[data-pincode-check]");
check.type = "button"; // or Enter would press it
check.hidden = true;
let asked = form.elements.filled.value;
let ours = { city: form.elements.city.value, state: form.elements.state.value };
if (!asked) ours = { city: "", state: "" };
let running = new AbortController();

function fill(page) {
  const next = page.querySelector("[data-pincode-form]").elements;
  if (!next.filled.value) return;
  for (const name of ["city", "state"]) {
    const field = form.elements[name];
    if (field.value && field.value !== ours[name]) continue;
    field.value = next[name].value;
    ours[name] = next[name].value;
  }
  form.elements.filled.value = next.filled.value;
}

function place(page) {
  const way = form.elements.way.value;
  for (const part of document.querySelectorAll("[data-part]")) {
    const next = page.querySelector(`[data-part="${part.dataset.part}"]`);
    part.replaceChildren(...next.childNodes);
  }
  const same = form.querySelector(`[name=way][value=${way}]:enabled`);
  if (same) same.checked = true;
}

pincode.addEventListener("input", async () => {
  const digits = pincode.value.replace(/\s/g, "");
  if (!/^[1-9][0-9]{5}$/.test(digits) || digits === asked) return;
  asked = digits;
  running.abort();
  running = new AbortController();
  try {
    const address = `${location.pathname}?pincode=${digits}`;
    const reply = await fetch(address, { signal: running.signal });
    if (!reply.ok || new URL(reply.url).pathname !== location.pathname) return;
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    fill(page);
    place(page);
  } catch (trouble) {
    asked = ""; // the server looks again when the form is sent
  }
});
