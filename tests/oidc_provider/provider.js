// The provider of identities that tests start: `oidc-provider`, certified by the OpenID Foundation, for one client.
//
// node provider.js PORT OFFICE SECRET: it knows the office at OFFICE, and everybody who types a name. Whoever is asked
// again for a higher level is asked for the name again; nothing else is played here.
import { createServer } from "node:http";
import Provider from "oidc-provider";

const [port, office, secret] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "vigie",
      client_secret: secret,
      redirect_uris: [`${office}/sign-in/provider-back`],
      post_logout_redirect_uris: [`${office}/sign-in`],
      backchannel_logout_uri: `${office}/sign-in/provider-ended`,
      backchannel_logout_session_required: true,
    },
  ],
  pkce: { required: () => true },
  acrValues: ["low", "high"],
  claims: { openid: ["sub"], acr: null, auth_time: null, sid: null },
  cookies: { keys: ["only for tests"] },
  features: {
    devInteractions: { enabled: false },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: { enabled: true },
  },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  // The office of a test is on this machine, to which this library sends nothing by itself.
  fetch: (url, { dispatcher: _, ...options }) => fetch(url, options),
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  // What the office may know of somebody was agreed with the service: nobody is asked.
  loadExistingGrant: async ctx => {
    const grant = new ctx.oidc.provider.Grant({ clientId: "vigie", accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope("openid");
    await grant.save();
    return grant;
  },
});

const page = `<!doctype html><title>Provider</title><form method="post"><label>Name <input name="name"></label><button>Prove it</button></form>`;

/** @param {import("node:http").IncomingMessage} request */
const body = async request => {
  let text = "";
  for await (const part of request) text += part;
  return new URLSearchParams(text);
};

const answer = provider.callback();
createServer(async (request, response) => {
  if (!request.url?.startsWith("/interaction/")) return answer(request, response);
  if (request.method !== "POST") return response.setHeader("Content-Type", "text/html").end(page);
  const { params } = await provider.interactionDetails(request, response);
  const acr = String(params.acr_values ?? "low").split(" ")[0];
  const login = { accountId: (await body(request)).get("name"), acr, amr: ["pwd"], remember: true };
  return provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
}).listen(Number(port), "127.0.0.1", () => console.log("ready"));
