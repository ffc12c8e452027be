import type { FastifyReply, FastifyRequest } from 'fastify';

/** Opaque random cookies, never readable by scripts, never sent from other sites. */
export interface EdgeCookies {
  readonly session: string;
  readonly device: string;
  readonly set: (reply: FastifyReply, name: string, value: string, lifetimeSeconds: number) => void;
  readonly clear: (reply: FastifyReply, name: string) => void;
}

export function edgeCookies(secure: boolean): EdgeCookies {
  const prefix = secure ? '__Host-' : '';
  const attributes = { path: '/', httpOnly: true, sameSite: 'strict', secure } as const;
  return {
    session: `${prefix}cardflow`,
    device: `${prefix}cardflow-device`,
    set: (reply, name, value, maxAge) => {
      void reply.setCookie(name, value, { ...attributes, maxAge });
    },
    clear: (reply, name) => {
      void reply.clearCookie(name, attributes);
    },
  };
}

export const cookieOf = (request: FastifyRequest, name: string): string | undefined => request.cookies[name];
