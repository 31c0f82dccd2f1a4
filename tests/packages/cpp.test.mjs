// The C++ library as other projects use it: installed and found by CMake or pkg-config, by FetchContent, and as a folder;
// static and shared; with g++, and with clang++ and libc++. Each consumer is built and run.
import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const consumer = join(repository, "tests/consumer");
const folder = mkdtempSync(join(tmpdir(), "webpool-packages-"));
after(() => rmSync(folder, { recursive: true, force: true }));

async function run(command, args, options = {}) {
  const limits = { timeout: 600_000, maxBuffer: 2 ** 26 };
  const { stdout } = await promisify(execFile)(command, args, { ...limits, ...options }).catch(
    ({ message, stdout, stderr }) => assert.fail(`${message}\n${stdout}\n${stderr}`),
  );
  return stdout;
}

const found = (command) => spawnSync(command, ["--version"]).status === 0;
const toolchains = [
  { name: "g++", compiler: "g++", flags: "" },
  { name: "clang++ with libc++", compiler: "clang++", flags: "-stdlib=libc++" },
];

async function build(source, into, { compiler, flags }, ...settings) {
  const all = [
    `-DCMAKE_CXX_COMPILER=${compiler}`,
    `-DCMAKE_CXX_FLAGS=${flags}`,
    "-DCMAKE_BUILD_TYPE=Debug",
  ];
  await run("cmake", ["-S", source, "-B", into, "-G", "Ninja", ...all, ...settings]);
  await run("cmake", ["--build", into]);
}

const filesIn = (path) =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1));

/** What the libraries are called; the shared one with the version of its interface. */
const libraries = {
  static: /libwebpool\.a$/,
  shared: process.platform === "darwin" ? /libwebpool\.0\.1\.dylib$/ : /libwebpool\.so\.0\.1$/,
};
const libraryIn = (prefix, pattern) => filesIn(prefix).find((file) => pattern.test(file));

test("the version is the same for CMake, C++ and npm", () => {
  const header = readFileSync(join(repository, "src/webpool/version.hpp"), "utf8");
  const version = ["MAJOR", "MINOR", "PATCH"]
    .map((part) => new RegExp(`WEBPOOL_VERSION_${part} (\\d+)`).exec(header)[1])
    .join(".");
  const { version: npm } = JSON.parse(readFileSync(join(repository, "web/package.json"), "utf8"));
  assert.equal(npm, version);
});

// Both compilers at once: a small build leaves a processor idle when it configures and when it links.
describe("the C++ library", { concurrency: 2 }, () => {
  for (const toolchain of toolchains) {
    const missing = !found(toolchain.compiler) && `there is no ${toolchain.compiler}`;
    describe(toolchain.name, { skip: missing, concurrency: 1 }, () => {
      for (const kind of ["static", "shared"]) {
        describe(`a ${kind} library`, () => {
          const here = join(folder, `${toolchain.compiler}-${kind}`);
          const prefix = join(here, "moved");

          test("is built, installed, and can be moved", async () => {
            const shared = kind === "shared" ? "ON" : "OFF";
            const programs = "-DWEBPOOL_BUILD_PROGRAMS=OFF";
            await build(
              repository,
              join(here, "library"),
              toolchain,
              `-DBUILD_SHARED_LIBS=${shared}`,
              programs,
            );
            await run("cmake", [
              "--install",
              join(here, "library"),
              "--prefix",
              join(here, "installed"),
            ]);
            renameSync(join(here, "installed"), prefix);
            assert.ok(existsSync(join(prefix, "include/webpool/pool.hpp")));
            assert.ok(libraryIn(prefix, libraries[kind]), filesIn(prefix).join("\n"));
          });

          test("is found by CMake", async () => {
            await build(consumer, join(here, "found"), toolchain, `-DCMAKE_PREFIX_PATH=${prefix}`);
            assert.equal(await run(join(here, "found/consumer"), []), "the pool works\n");
          });

          test("is found by pkg-config", async () => {
            const lib = join(prefix, libraryIn(prefix, /webpool\.pc$/), "..");
            const env = { ...process.env, PKG_CONFIG_PATH: lib };
            const flags = (
              await run("pkg-config", ["--cflags", "--libs", "webpool"], { env })
            ).trim();
            const program = join(here, "by-pkg-config");
            const own = toolchain.flags ? [toolchain.flags] : [];
            const standard = ["-std=c++20", "-Wl,-rpath," + join(lib, "..")];
            await run(toolchain.compiler, [
              ...own,
              ...standard,
              join(consumer, "consumer.cpp"),
              "-o",
              program,
              ...flags.split(/\s+/),
            ]);
            assert.equal(await run(program, []), "the pool works\n");
          });

          if (kind === "shared") {
            const elf = process.platform === "linux";
            test("has components: what programs need when they run, and the rest", async () => {
              const parts = [];
              for (const component of ["runtime", "development"]) {
                const into = join(here, component);
                const from = join(here, "library");
                await run("cmake", ["--install", from, "--prefix", into, "--component", component]);
                parts.push(filesIn(into));
              }
              assert.ok(
                parts[0].every((file) => /libwebpool[.\w]*$/.test(file)),
                parts[0].join("\n"),
              );
              assert.ok(parts[1].includes("include/webpool/pool.hpp"), parts[1].join("\n"));
              assert.deepEqual(parts.flat().toSorted(), filesIn(prefix).toSorted());
            });

            test(
              "exports only its own symbols",
              { skip: !elf && "nm is asked for ELF" },
              async () => {
                const library = join(prefix, libraryIn(prefix, libraries.shared));
                const names = await run("nm", ["-DC", "--defined-only", library]);
                assert.match(names, /webpool::/);
                const foreign = names
                  .split("\n")
                  .filter((line) => / T /.test(line) && !line.includes("webpool"));
                assert.deepEqual(foreign, []);
              },
            );
          }
        });
      }

      test("FetchContent uses the source without installing it", async () => {
        const into = join(folder, `${toolchain.compiler}-fetched`);
        await build(
          consumer,
          into,
          toolchain,
          "-DWEBPOOL_AS=FetchContent",
          `-DWEBPOOL_SOURCE=${repository}`,
        );
        assert.equal(await run(join(into, "consumer"), []), "the pool works\n");
        await run("cmake", ["--install", into, "--prefix", join(into, "prefix")]);
        assert.deepEqual(filesIn(join(into, "prefix")), ["bin/consumer"]);
      });
    });
  }

  test(
    "a folder of another project is a part of its build",
    { skip: !found("g++") && "there is no g++" },
    async () => {
      const into = join(folder, "folder");
      await build(
        consumer,
        into,
        toolchains[0],
        "-DWEBPOOL_AS=folder",
        `-DWEBPOOL_SOURCE=${repository}`,
        "-DBUILD_SHARED_LIBS=ON",
      );
      assert.equal(await run(join(into, "consumer"), []), "the pool works\n");
    },
  );
});
