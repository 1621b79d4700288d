/** As much of the API's answers as the stage and the scenarios read. */
export type ApiService = {
  readonly ID: string;
  readonly Version: { readonly Index: number };
  readonly Spec: Readonly<Record<string, unknown>>;
  readonly PreviousSpec?: Readonly<Record<string, unknown>>;
  readonly UpdateStatus?: ApiUpdateStatus | null;
};

export type ApiUpdateStatus = {
  readonly State?: string;
  readonly StartedAt?: string;
  readonly CompletedAt?: string;
  readonly Message?: string;
};

export type ApiTask = {
  readonly ID: string;
  readonly CreatedAt: string;
  readonly Spec: { readonly ContainerSpec: { readonly Image: string } };
  readonly ServiceID: string;
  readonly Slot?: number;
  readonly NodeID?: string;
  readonly Status: {
    readonly Timestamp: string;
    readonly State: string;
    readonly Message?: string;
    readonly Err?: string;
    readonly ContainerStatus?: { readonly ContainerID?: string; readonly ExitCode?: number };
  };
  readonly DesiredState: string;
};

export type ApiNode = {
  readonly ID: string;
  readonly Version: { readonly Index: number };
  readonly Spec: Readonly<Record<string, unknown>>;
  readonly Description: { readonly Hostname: string };
  readonly Status: { readonly State: string; readonly Addr: string };
};

/** `filters={...}` for an address. */
export const filters = (of: Readonly<Record<string, readonly string[]>>): string =>
  `filters=${encodeURIComponent(JSON.stringify(of))}`;
