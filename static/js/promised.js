// The answer for a pincode: asked for, and its parts (`data-promised`) put in the place of ours.
export async function asked(action, query, signal) {
  const headers = { "X-Requested-With": "fetch" };
  const reply = await fetch(`${action}?${query}`, { signal, headers });
  if (!reply.ok && reply.status !== 422) throw new Error(reply.status);
  return new DOMParser().parseFromString(await reply.text(), "text/html");
}

export function place(parts, wanted = "[data-promised]") {
  for (const part of parts.querySelectorAll(wanted)) {
    document.querySelector(`[data-promised="${part.dataset.promised}"]`)?.replaceWith(part);
  }
}
