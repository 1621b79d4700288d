import { z } from 'zod';
import { EndpointPort, ServiceSpec, TaskSpec } from './spec.ts';

/** Docker's service, task and node objects as the Engine API lists them, cut to what Waggle reads. */
const Version = z.looseObject({ Index: z.int().min(0) });

/** `updating | completed | paused | rollback_started | rollback_paused | rollback_completed`, or empty. */
export const UpdateStatus = z.looseObject({
  State: z.string().optional(),
  StartedAt: z.string().optional(),
  CompletedAt: z.string().optional(),
  Message: z.string().optional(),
});
export type UpdateStatus = z.infer<typeof UpdateStatus>;

export const Service = z.looseObject({
  ID: z.string(),
  Version,
  CreatedAt: z.string(),
  UpdatedAt: z.string(),
  Spec: ServiceSpec,
  PreviousSpec: ServiceSpec.nullish(),
  Endpoint: z.looseObject({ Ports: z.array(EndpointPort).nullish() }).nullish(),
  UpdateStatus: UpdateStatus.nullish(),
  /** Only when asked for (`status=true`, API 1.41 or later). */
  ServiceStatus: z
    .looseObject({ RunningTasks: z.int(), DesiredTasks: z.int(), CompletedTasks: z.int().optional() })
    .nullish(),
});
export type Service = z.infer<typeof Service>;

export const TaskState = z.enum([
  'new',
  'allocated',
  'pending',
  'assigned',
  'accepted',
  'preparing',
  'ready',
  'starting',
  'running',
  'complete',
  'shutdown',
  'failed',
  'rejected',
  'remove',
  'orphaned',
]);
export type TaskState = z.infer<typeof TaskState>;

export const Task = z.looseObject({
  ID: z.string(),
  Version,
  CreatedAt: z.string(),
  UpdatedAt: z.string(),
  Spec: TaskSpec,
  ServiceID: z.string(),
  /** 0 or absent for a global service's task. */
  Slot: z.int().optional(),
  NodeID: z.string().optional(),
  DesiredState: TaskState,
  Status: z.looseObject({
    Timestamp: z.string(),
    State: TaskState,
    Message: z.string().optional(),
    Err: z.string().optional(),
    ContainerStatus: z
      .looseObject({ ContainerID: z.string().optional(), ExitCode: z.int().optional() })
      .nullish(),
    /** Ports published on the task's own node (host mode). */
    PortStatus: z.looseObject({ Ports: z.array(EndpointPort).nullish() }).nullish(),
  }),
});
export type Task = z.infer<typeof Task>;

export const Node = z.looseObject({
  ID: z.string(),
  Version,
  Spec: z.looseObject({ Role: z.string(), Availability: z.string() }),
  Description: z.looseObject({
    Hostname: z.string(),
    Platform: z.looseObject({ Architecture: z.string().optional(), OS: z.string().optional() }).optional(),
    Engine: z.looseObject({ EngineVersion: z.string().optional() }).optional(),
  }),
  Status: z.looseObject({
    State: z.string(),
    Message: z.string().optional(),
    Addr: z.string().optional(),
  }),
  ManagerStatus: z
    .looseObject({
      Leader: z.boolean().optional(),
      Reachability: z.string().optional(),
      Addr: z.string().optional(),
    })
    .nullish(),
});
export type Node = z.infer<typeof Node>;
