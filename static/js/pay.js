// Opens Razorpay's window over the order. Success goes to our callback by a form the window posts;
// closing it or a failed attempt leaves the page as it is, with the reason, and the button in focus.
const panel = document.querySelector("[data-pay]");
const button = panel.querySelector("[data-pay-open]");
const say = (text) => { panel.querySelector("[data-pay-say]").textContent = text; };
const sentence = (text) => text.trim().replace(/[^.!?…]$/, "$&.");

function open() {
  const { key, order, amount, name, description, callback, buyer, email, contact } = panel.dataset;
  const pay = new window.Razorpay({
    key, amount, name, description,
    currency: "INR",
    order_id: order,
    callback_url: callback,
    prefill: { name: buyer, email, contact },
    theme: { color: "#0b4f9e" },
    modal: { ondismiss: dismissed },
  });
  pay.on("payment.failed", ({ error }) => {
    const reason = sentence(error.description || "no reason was given");
    say(`That did not go through: ${reason} You can try another way.`);
    if (document.activeElement === document.body) button.focus(); // else their window is still open
  });
  pay.open();
}

function dismissed() {
  say("The window was closed. Nothing was charged; your order waits.");
  button.focus();
}

button.hidden = false;
button.addEventListener("click", () => (window.Razorpay ? open() : location.reload()));
if (window.Razorpay) open();
else say("Razorpay's window could not be loaded. Check your connection, then press the button.");
