// Checkout's script as the shop's page sees it: window.Razorpay with the documented options.
(function () {
  "use strict";
  const script = new URL(document.currentScript.src);
  const base = script.origin + script.pathname.replace(/checkout\.js$/, "checkout/");
  const LIFTED = {
    position: "fixed", inset: "0", width: "100%", height: "100%", border: "0", zIndex: "2147483647",
    background: "transparent", colorScheme: "light",
  };

  function address(options) {
    const prefill = options.prefill || {};
    const asked = {
      key: options.key, order_id: options.order_id || "", name: options.name || "",
      description: options.description || "", email: prefill.email || "",
      contact: prefill.contact || "", method: prefill.method || "",
      notes: JSON.stringify(options.notes || {}),
      color: (options.theme || {}).color || "",
      escape: (options.modal || {}).escape === false ? "0" : "1",
    };
    return base + "window?" + new URLSearchParams(asked);
  }

  function send(url, fields) {
    const form = document.createElement("form");
    form.method = "POST";
    form.action = url;
    for (const [name, value] of Object.entries(fields)) {
      const input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      input.value = value;
      form.append(input);
    }
    document.body.append(form);
    form.submit();
  }

  function errorFields(error) {
    const fields = {};
    for (const part of ["code", "description", "source", "step", "reason"]) {
      fields["error[" + part + "]"] = error[part];
    }
    fields["error[metadata]"] = JSON.stringify(error.metadata);
    return fields;
  }

  window.Razorpay = class Razorpay {
    constructor(options) {
      if (!options || !options.key) throw new Error("No key passed");
      this.options = options;
      this.listeners = {};
      this.hear = this.hear.bind(this);
      this.escape = this.escape.bind(this);
    }

    on(event, listener) {
      (this.listeners[event] = this.listeners[event] || []).push(listener);
    }

    open() {
      if (this.frame) return;
      this.focused = document.activeElement;
      this.frame = document.createElement("iframe");
      this.frame.title = "Test payment window";
      this.frame.src = address(this.options);
      Object.assign(this.frame.style, LIFTED);
      window.addEventListener("message", this.hear);
      document.addEventListener("keydown", this.escape);
      this.covered = [...document.body.children].filter((piece) => !piece.inert);
      for (const piece of this.covered) piece.inert = true;
      document.body.append(this.frame);
      this.frame.addEventListener("load", () => this.frame && this.frame.focus());
      const seconds = Number(this.options.timeout);
      if (seconds > 0) this.timer = setTimeout(() => this.dismiss(), seconds * 1000);
    }

    escape(event) {
      if (event.key === "Escape" && (this.options.modal || {}).escape !== false) this.dismiss();
    }

    close() {
      this.dismiss();
    }

    hear(event) {
      if (!this.frame || event.source !== this.frame.contentWindow) return;
      if (event.origin !== script.origin) return;
      if (event.data.kind === "paid") this.paid(event.data.response);
      if (event.data.kind === "failed") this.failed(event.data.error);
      if (event.data.kind === "closed") this.dismiss();
    }

    paid(response) {
      this.remove();
      if (this.options.callback_url) send(this.options.callback_url, response);
      else if (this.options.handler) this.options.handler(response);
    }

    failed(error) {
      for (const listener of this.listeners["payment.failed"] || []) listener({ error });
      if (this.options.redirect && this.options.callback_url) {
        this.remove();
        send(this.options.callback_url, errorFields(error));
      } else if ((this.options.retry || {}).enabled === false) {
        this.dismiss();
      }
    }

    dismiss() {
      if (!this.frame) return;
      this.remove();
      const modal = this.options.modal || {};
      if (modal.ondismiss) modal.ondismiss();
    }

    remove() {
      clearTimeout(this.timer);
      window.removeEventListener("message", this.hear);
      document.removeEventListener("keydown", this.escape);
      for (const piece of this.covered) piece.inert = false;
      this.frame.remove();
      this.frame = null;
      if (this.focused && this.focused.focus) this.focused.focus();
    }
  };
})();
