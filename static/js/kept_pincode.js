// Whoever has asked for a pincode before is told of it on a page that is the same for everybody: its
// form (`data-kept` names the cookie) is sent once for them, and after a swap of the page's parts.
import { asked, place } from "./promised.js";

function kept(name) {
  const found = document.cookie.split("; ").find((each) => each.startsWith(`${name}=`)) ?? "";
  return found.slice(name.length + 1);
}

async function tell() {
  const form = document.querySelector("form[data-kept]");
  const pincode = form && !form.elements.pincode.value && kept(form.dataset.kept);
  if (!pincode) return;
  const query = new URLSearchParams(new FormData(form));
  query.set("pincode", pincode);
  const parts = await asked(form.action, query).catch(() => null);
  if (!parts || !form.isConnected || form.elements.pincode.value) return;
  place(parts, form.contains(document.activeElement) ? "[data-promised]:not(form)" : undefined);
  document.dispatchEvent(new Event("promised"));
}

tell();
document.addEventListener("swapped", tell);
