// Inside the payment window: pays as told and reports to the page that opened it.
const form = document.querySelector("#pay");
const news = document.querySelector("#news");
const tell = (message) => window.parent.postMessage(message, "*"); // no secret is in it
const close = () => tell({ kind: "closed" });

document.querySelector("#close").addEventListener("click", close);
if (document.body.dataset.escape === "1") {
  document.addEventListener("keydown", (event) => event.key === "Escape" && close());
}

async function pay(outcome) {
  const asked = Object.fromEntries(new FormData(form));
  for (const button of form.querySelectorAll("button")) button.disabled = true;
  news.textContent = "Talking to the bank …";
  try {
    const reply = await fetch(form.action, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...asked, outcome }),
    });
    report(await reply.json());
  } catch {
    news.textContent = "The sandbox does not answer. Try again.";
  }
  for (const button of form.querySelectorAll("button")) button.disabled = false;
}

function report(answer) {
  news.dataset.tone = answer.response ? "good" : "bad";
  if (answer.response) {
    news.textContent = "Paid.";
    tell({ kind: "paid", response: answer.response });
  } else {
    news.textContent = answer.error.description.replace(/[^.!?…]$/, "$&.") + " You can try again.";
    tell({ kind: "failed", error: answer.error });
  }
}

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  pay(event.submitter?.value || "success");
});
