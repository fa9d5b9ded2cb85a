// The browser's half of a passkey: reads the ceremony from the page, asks the device, puts the answer into the form.
(() => {
  "use strict";

  const toBytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  };

  const toText = (buffer) => {
    const plain = String.fromCharCode(...new Uint8Array(buffer));
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };

  const named = (list) => (list || []).map((one) => ({ ...one, id: toBytes(one.id) }));

  const made = async (asked, alone) => {
    const key = { ...asked.publicKey };
    key.challenge = toBytes(key.challenge);
    key.user = { ...key.user, id: toBytes(key.user.id) };
    key.excludeCredentials = named(key.excludeCredentials);
    key.authenticatorSelection = {
      ...key.authenticatorSelection,
      residentKey: alone ? "required" : "discouraged",
      requireResidentKey: alone,
      userVerification: alone ? "required" : "preferred",
    };
    return navigator.credentials.create({ publicKey: key });
  };

  const shown = async (asked) => {
    const key = { ...asked.publicKey };
    key.challenge = toBytes(key.challenge);
    key.allowCredentials = named(key.allowCredentials);
    return navigator.credentials.get({ publicKey: key });
  };

  const told = (credential) => {
    const said = credential.response;
    const response = { clientDataJSON: toText(said.clientDataJSON) };
    if (said.attestationObject) {
      response.attestationObject = toText(said.attestationObject);
      response.transports = said.getTransports ? said.getTransports() : [];
    } else {
      response.authenticatorData = toText(said.authenticatorData);
      response.signature = toText(said.signature);
      response.userHandle = said.userHandle ? toText(said.userHandle) : null;
    }
    return {
      type: credential.type,
      id: credential.id,
      rawId: toText(credential.rawId),
      response,
      authenticatorAttachment: credential.authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
    };
  };

  const asked = async (form) => {
    if (form.dataset.passkeyFrom) {
      const answer = await fetch(form.dataset.passkeyFrom, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      return (await answer.json()).request_options;
    }
    return JSON.parse(form.dataset.passkeyOptions);
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!window.PublicKeyCredential) continue;
    form.hidden = false;
    form.elements.credential.value = ""; // an empty one is written as null
    form.addEventListener("submit", async (event) => {
      const field = form.elements.credential;
      if (field.value) return;
      event.preventDefault();
      const failed = form.querySelector("[data-passkey-failed]");
      failed.hidden = true;
      try {
        const options = await asked(form);
        const alone = form.elements.passwordless ? form.elements.passwordless.checked : false;
        const credential = form.dataset.passkey === "add" ? await made(options, alone) : await shown(options);
        field.value = JSON.stringify(told(credential));
        form.submit();
      } catch (error) {
        failed.hidden = false;
        form.querySelector("button").removeAttribute("aria-busy");
      }
    });
  }
})();
