/** The scripted colleagues of the sandbox, who do staff work where nobody watches. Sandbox mode only. */
export interface ColleaguesPort {
  set: (on: boolean) => Promise<void>;
  isOn: () => Promise<boolean>;
}
