import type {
  Language,
  LanguageHost,
  LanguageName,
  ProgramOptions,
} from "../bindings/program-contract";
import { guarded } from "../bindings/guarded";
import { cpuCount } from "../bindings/platform";
import { languagePart } from "../bindings/realm";
import { SharedParts } from "../bindings/shared-parts";
import { fileUrl } from "../bindings/urls";

/** The page's side of a program in another language than JavaScript: loads the file of the language, and what that needs. */
export class ForeignProgram {
  /** URL of the file of the language. */
  readonly url: string;
  /** The parts for the program's workers. */
  readonly parts = new SharedParts();
  private host: LanguageHost | undefined;
  private loading: Promise<void> | undefined;

  constructor(
    private readonly name: LanguageName,
    private readonly source: string,
    private readonly options: ProgramOptions,
  ) {
    this.url = fileUrl(`${name}/webpool-${name}.js`);
    this.parts.set(languagePart, this.url);
  }

  /** Loads the language, once. */
  load(): Promise<void> {
    this.loading ??= this.prepare();
    return this.loading;
  }

  interrupt(): boolean {
    return this.host?.interrupt() ?? false;
  }

  files(): Record<string, Uint8Array> {
    return this.host?.files() ?? {};
  }

  private async prepare(): Promise<void> {
    const language = (await import(/* webpackIgnore: true */ /* @vite-ignore */ this.url).catch(
      (cause: unknown) => {
        throw new Error(
          `${this.url} could not be loaded: the folder webpool/dist/lib/${this.name} has to be there, see “Bundlers” in ` +
            "webpool's README",
          { cause },
        );
      },
    )) as Language;
    const { source, options } = this;
    const { files = {}, onLoad, processes = cpuCount() } = options;
    this.host = language.prepare(
      {
        source,
        workers: 1 + processes,
        files,
        onLoad:
          onLoad &&
          ((...progress) => guarded("a callback of the program threw", () => onLoad(...progress))),
      },
      this.parts,
    );
    await this.host.ready;
  }
}
