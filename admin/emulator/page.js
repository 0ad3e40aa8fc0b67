// The live log: asks for what is new every second, and puts it on top. Without this
// script the page shows what there was when it was opened.
"use strict";
(() => {
	const log = document.getElementById("log");
	const live = document.getElementById("live");
	const rows = log.tBodies[0];
	const most = 500;
	let last = log.dataset.last;
	const look = async () => {
		if (!document.hidden) {
			try {
				const answer = await fetch(log.dataset.url + "?since=" + last);
				if (!answer.ok) throw new Error(answer.status);
				const next = answer.headers.get("X-Last");
				const text = await answer.text();
				if (next !== last) {
					last = next;
					// The server has escaped it, and the policy lets nothing in it run.
					const fresh = document.createElement("template");
					fresh.innerHTML = text;
					document.getElementById("nothing")?.remove();
					rows.prepend(fresh.content);
					while (rows.rows.length > most) rows.deleteRow(-1);
				}
				live.textContent = "Live.";
			} catch {
				live.textContent = "The emulator does not answer.";
			}
		}
		setTimeout(look, 1000);
	};
	live.textContent = "Live.";
	setTimeout(look, 1000);
})();
