import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { CardOnPage, violations } from "./card-tools.mjs";
import { browsers, serve, site } from "./drivers/index.mjs";

const { packText, unpackText } = await import("../../web/src/playground/share/packed-text.ts");
const { formatAddress, parseAddress } = await import("../../web/src/playground/share/address.ts");

describe("a program in an address", () => {
  test("any text comes back as it was", async () => {
    for (const text of ["", "print(1);\n", "é × 🎉\n".repeat(1_000), "\u0000&#%+/="]) {
      const packed = await packText(text);
      assert.match(packed, /^[\w-]*$/);
      assert.equal(await unpackText(packed), text);
    }
  });

  test("what is no packed text, or unpacks to far too much, is none", async () => {
    assert.equal(await unpackText("%%%"), null);
    assert.equal(await unpackText("AAAA"), null);
    assert.equal(await unpackText((await packText("print(1)")).slice(0, -4)), null);
    assert.equal(await unpackText(await packText("a".repeat(5_000_000))), null);
  });

  test("settings come back as they were, and the usual ones take no room", async () => {
    const state = { mode: "async", language: "cpp", processes: 3, source: "let x = 1 && 2;" };
    const address = await formatAddress("pool_map", state);
    assert.deepEqual(await parseAddress(address), { program: "pool_map", state, broken: false });
    const usual = { mode: "sync", language: "python", processes: null, source: null };
    assert.equal(await formatAddress("pool_map", usual), "#pool_map");
    assert.deepEqual((await parseAddress("#pool_map&mode=x&processes=-2")).state, usual);
    for (const language of ["python", "js", "cpp"])
      for (const mode of ["sync", "async"])
        for (const source of [null, "print(1)"]) {
          const some = { mode, language, processes: null, source };
          assert.deepEqual((await parseAddress(await formatAddress("pool_map", some))).state, some);
        }
    // Where a link with a text or a mode names no language, it is one from before there was Python.
    assert.equal((await parseAddress("#pool_map&mode=async")).state.language, "js");
    assert.equal(
      (await parseAddress(`#pool_map&code=${await packText("x")}`)).state.language,
      "js",
    );
    assert.equal((await parseAddress("#pool_map&code=%%%")).broken, true);
  });
});

for (const { name, launch } of browsers) {
  describe(`sharing in ${name}`, () => {
    let server, browser, page;
    before(async () => {
      server = await serve({ root: site });
      browser = await launch();
      page = await browser.open();
    });
    after(async () => {
      await browser?.close();
      await server?.close();
    });

    const inDialog = (read) => page.evaluate(`(${read})(document.querySelector("dialog[open]"))`);
    const dialogOpens = (card) =>
      page.evaluate(
        `new Promise((resolve) => {
          const look = () => document.querySelector("dialog[open]") && (observer.disconnect(), resolve());
          const observer = new MutationObserver(look);
          observer.observe(document.body, { childList: true, subtree: true });
          look();
        })`,
        card,
      );

    test("a link holds text and settings; who opens it sees where the text came from, and nothing runs unasked", async () => {
      const opened = `${server.url}?language=js`; // which is no part of the link
      let card = await CardOnPage.open(page, opened, "pool_map", "mode=async&processes=1");
      await card.write(`print("shared", 1 + 1); // äöü`);
      await card.click("share");
      await dialogOpens();
      const link = await inDialog((dialog) => dialog.querySelector("textarea").value);
      assert.match(link, /\/#pool_map&mode=async&processes=1&code=[\w-]+$/);
      assert.deepEqual(await violations(page), []);
      await page.press("Escape");
      await card.click("reset");

      await page.goto("about:blank");
      await page.goto(link);
      card = new CardOnPage(page, "pool_map");
      await card.shows();
      await card.until("editor", (editor) => editor.textContent.includes("shared"));
      assert.equal(await card.text(), `print("shared", 1 + 1); // äöü`);
      const shown = await card.read((root) => ({
        note: root.querySelector("[data-part=origin-note]").innerText,
        status: root.querySelector("[data-part=status]").dataset.state,
        lines: root.querySelectorAll(".console .line:not(.line-probe)").length,
        mode: root.querySelector("[data-part=mode-async] input").checked,
        processes: root.querySelector("[data-part=processes]").value,
      }));
      assert.match(shown.note, /came with the link/);
      assert.deepEqual(
        [shown.status, shown.lines, shown.mode, shown.processes],
        ["idle", 0, true, "1"],
      );
      assert.deepEqual(await violations(page), []);
      // The text and the note on it belong to their tab, and are there again with it.
      const isNoted = () =>
        card.read((root) => !root.querySelector("[data-part=origin-note]").hidden);
      await card.click("language-python");
      assert.match(await card.text(), /def square/);
      assert.equal(await isNoted(), false);
      await card.click("language-js");
      assert.equal(await card.text(), `print("shared", 1 + 1); // äöü`);
      assert.equal(await isNoted(), true);
      const { lines } = await card.run();
      assert.deepEqual(lines, [{ text: "shared 2", processor: "program" }]);
      await card.click("origin-reset");
      assert.match(await card.text(), /function square/);
      assert.equal(await isNoted(), false);
      assert.equal(
        await page.evaluate(() => document.activeElement.closest("[data-part]")?.dataset.part),
        "run", // since the button is gone with the note
      );
    });

    test("a link that was cut shows the guide's program, and says so", async () => {
      const card = await CardOnPage.open(page, server.url, "pool_map", "code=AAAA");
      await card.until("origin-note", (note) => !note.hidden);
      assert.match(await card.read((root) => root.innerText), /cannot be read/);
      assert.match(await card.text(), /function square/);
    });

    test("Copy tells for a moment that it has copied, also if it is pressed again meanwhile", async () => {
      const card = await CardOnPage.open(page, server.url, "pool_map");
      await card.click("share");
      await dialogOpens();
      const labels = await inDialog(async (dialog) => {
        const button = dialog.querySelector(".copy-field button");
        const seen = [button.textContent];
        await new Promise((resolve) => {
          let pressed = 0;
          new MutationObserver(() => {
            seen.push(button.textContent);
            if (++pressed === 1) button.click();
            else if (seen.length > 2 && button.textContent === "Copy") resolve();
          }).observe(button, { childList: true });
          button.click();
        });
        return [seen[0], seen.at(-1), seen.includes("Copied") || seen.includes("Not allowed")];
      });
      assert.deepEqual(labels, ["Copy", "Copy", true]);
      await page.press("Escape");
    });

    test("the embed dialog gives a frame and an element that show the program with its settings", async () => {
      const card = await CardOnPage.open(page, server.url, "pool_map", "processes=2");
      await card.click("embed");
      await dialogOpens();
      const snippets = await inDialog((dialog) =>
        [...dialog.querySelectorAll("textarea")].map(({ value }) => value),
      );
      const src = `${server.url}embed.html?example=pool_map&amp;height=560#processes=2`;
      assert.equal(snippets.length, 2);
      assert.ok(
        snippets[0].startsWith(
          `<iframe src="${src}" allow="cross-origin-isolated; fullscreen; clipboard-write"`,
        ),
        snippets[0],
      );
      assert.equal(
        snippets[1],
        `<script src="${server.url}embed.js" async></script>\n<webpool-example name="pool_map" processes="2"></webpool-example>`,
      );
      const frame = await page.frame("dialog[open] iframe");
      const shown = await frame.evaluate(`new Promise((resolve) => {
        const look = () => {
          const processes = document.querySelector("[data-part=processes]");
          if (processes && document.documentElement.dataset.tier) resolve([processes.value, document.documentElement.dataset.tier]);
          else setTimeout(look, 20);
        };
        look();
      })`);
      assert.deepEqual(shown, ["2", "threads"]);
      assert.deepEqual(await violations(page), []);
      await page.press("Escape");
      assert.equal(await page.evaluate("document.querySelector('dialog')"), null);
      assert.deepEqual(page.errors, []);
    });
  });
}
