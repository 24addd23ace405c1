/** RFC 9457 — how a "no" of the management API is spoken: `application/problem+json`, in words of the tables. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Problem, ProblemName } from "../../desk/problems.ts";
import type { Refusal } from "../../oauth/refusals.ts";
import { noStore } from "../headers.ts";

interface Said {
  name: string;
  status: number;
  title: string;
  detail: string;
  errors?: readonly object[];
}

function send(request: FastifyRequest, reply: FastifyReply, { name, status, ...said }: Said): FastifyReply {
  return reply
    .code(status)
    .headers(noStore)
    .type("application/problem+json; charset=utf-8")
    .send({ type: `urn:gatehouse:problem:${name}`, status, ...said, request_id: request.id });
}

export function speakProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  const { status, title, sentence } = problem.row;
  const name: ProblemName = problem.problem;
  request.refusal = name;
  return send(request, reply, {
    name,
    status,
    title,
    detail: sentence,
    ...(problem.fields.length === 0
      ? {}
      : { errors: problem.fields.map(({ field, sentence: said }) => ({ field, sentence: said })) }),
  });
}

/** A refusal of the protocol or of this server (limits, storage) in the same form. */
export function speakAsProblem(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  const { error, status, sentence } = refusal.row;
  return send(request, reply, { name: refusal.refusal, status, title: error, detail: sentence });
}
