/* Lets the other editors know that this draft is open, now and every two minutes, and shows who else has it open. */
for (const place of document.querySelectorAll("[data-presence]")) {
  const tell = async () => {
    const token = document.querySelector("input[name=csrfmiddlewaretoken]").value
    const answer = await fetch(place.dataset.presence, {method: "POST", headers: {"X-CSRFToken": token}}).catch(() => null)
    if (answer?.ok) place.innerHTML = await answer.text()
  }
  tell()
  setInterval(() => document.hidden || tell(), 120000)
}
