/** What an address of ours is: its methods, its handler, and how a "no" is spoken there. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { HttpContext } from "./context.ts";
import type { Voice } from "./speak.ts";

type Answer = FastifyReply | Promise<FastifyReply | object>;

/** Sends its answer, or answers the object to be sent as JSON: that spares the frequent ones a wait for the end of the sending. */
export type Handler = (context: HttpContext, request: FastifyRequest, reply: FastifyReply) => Answer;

/** Runs work within the limits of this process: in its turn, with a deadline, or refused at once. */
export type Within = <T>(work: () => T | Promise<T>) => Promise<T>;

/** One that waits for others longer than requests may take: what it does beside waiting it does `within`. */
type WaitingHandler = (
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  within: Within,
) => Answer;

interface Address {
  methods: readonly ("GET" | "POST" | "PUT" | "PATCH" | "DELETE")[];
  path: string;
  /** How a "no" is spoken here. */
  voice: Voice;
  /** Whether pages of registered browser apps may read the answer. */
  cors?: true;
  /** Whether it only serves those who opted in: nobody else is told of its methods. */
  optIn?: true;
  /** Bytes of a body, where it is more than others may have. */
  bodyLimit?: number;
}

export type Route = Address &
  ({ handler: Handler; waits?: never } | { handler: WaitingHandler; waits: true });

export const route = (
  methods: Route["methods"],
  path: string,
  handler: Handler,
  voice: Voice,
  cors?: true,
): Route & { waits?: never } => ({
  methods,
  path,
  handler,
  voice,
  ...(cors === undefined ? {} : { cors }),
});

export const waiting = (path: string, handler: WaitingHandler, voice: Voice): Route => ({
  methods: ["GET"],
  path,
  handler,
  voice,
  waits: true,
});
