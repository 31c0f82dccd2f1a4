import type {
  Language,
  LanguageHost,
  LanguageName,
  ProgramOptions,
} from "../bindings/program-contract";
import { cpuCount } from "../bindings/platform";
import { languagePart } from "../bindings/realm";
import { SharedParts } from "../bindings/shared-parts";
import { fileUrl } from "../bindings/urls";

/** The page's side of a program of another language than JavaScript: loads the language's file and what that asks for. */
export class ForeignProgram {
  /** Address of the language's file. */
  readonly url: string;
  /** What the program's workers are handed as they start. */
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

  /** Loads it, once. */
  load(): Promise<void> {
    this.loading ??= this.prepare();
    return this.loading;
  }

  /** Asks the program to end by itself; false where it cannot, or was asked before. */
  interrupt(): boolean {
    return this.host?.interrupt() ?? false;
  }

  /** The files in its working directory. */
  files(): Record<string, Uint8Array> {
    return this.host?.files() ?? {};
  }

  private async prepare(): Promise<void> {
    const language = (await import(/* webpackIgnore: true */ /* @vite-ignore */ this.url).catch(
      (cause: unknown) => {
        throw new Error(`${this.url} could not be loaded: programs in ${this.name} need it`, {
          cause,
        });
      },
    )) as Language;
    const { source, options } = this;
    const { files = {}, onLoad, processes = cpuCount() } = options;
    this.host = language.prepare({ source, workers: 1 + processes, files, onLoad }, this.parts);
    await this.host.ready;
  }
}
