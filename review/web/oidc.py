# SPDX-License-Identifier: EUPL-1.2
"""Sign-in by an OpenID Connect provider: authorization code with PKCE; the roles come from a claim."""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from review.roles import Account, roles_of
from schemas.errors import LakstraatError, ServiceMissing

_ALGORITHMS: Final = ["RS256", "PS256", "ES256"]
_SECONDS: Final = 10.0


class NotAdmitted(LakstraatError):
    """The provider did not say who this is, or the desk is not for them."""

    default_advice = "Sign in again; ask the coordinator for a role when this stays so."


@dataclass(frozen=True, kw_only=True, slots=True)
class Provider:
    """An OpenID Connect provider as the desk uses it.

    Attributes:
        issuer: its address; everything else is found there.
        back: our address to which it sends people back.
        claim: name of the claim with the roles.
    """

    issuer: str
    client_id: str
    client_secret: str | None = field(repr=False)
    back: str
    claim: str = "roles"

    def way_in(self) -> tuple[str, dict[str, str]]:
        """The address to send somebody to, and what must be kept in their session until they are back.

        Raises:
            ServiceMissing: the provider does not answer.
        """
        kept = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
        challenge = base64.urlsafe_b64encode(hashlib.sha256(kept["verifier"].encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code", "client_id": self.client_id, "redirect_uri": self.back,
            "scope": "openid profile", "state": kept["state"], "nonce": kept["nonce"],
            "code_challenge": challenge, "code_challenge_method": "S256",
        }  # fmt: skip
        return f"{self._found()['authorization_endpoint']}?{urlencode(asked)}", kept

    def who(self, given: dict[str, str], kept: dict[str, str]) -> Account:
        """Who came back.

        Raises:
            NotAdmitted: the answer is not one to our question, or this person has no role at the desk.
            ServiceMissing: the provider does not answer.
        """
        if not kept or not secrets.compare_digest(given.get("state", ""), kept.get("state", "-")):
            raise NotAdmitted("This sign-in was not begun here.")
        if "code" not in given:
            raise NotAdmitted("The identity provider did not let this person in.")
        claims = self._claims(given["code"], kept)
        roles = roles_of(claims.get(self.claim))
        if not roles:
            raise NotAdmitted("This account has no role at the desk.")
        return Account(id=str(claims["sub"]), roles=roles)

    def _claims(self, code: str, kept: dict[str, str]) -> dict[str, Any]:
        found = self._found()
        asked = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": self.back,
            "client_id": self.client_id, "code_verifier": kept["verifier"],
        }  # fmt: skip
        secret = None if self.client_secret is None else (self.client_id, self.client_secret)
        answer = self._ask("POST", found["token_endpoint"], data=asked, auth=secret)
        published: Any = self._ask("GET", found["jwks_uri"])
        try:
            keys = KeySet.import_key_set(published)
            token = jwt.decode(str(answer.get("id_token", "")), keys, algorithms=_ALGORITHMS)
            jwt.JWTClaimsRegistry(
                iss={"essential": True, "value": self.issuer},
                aud={"essential": True, "value": self.client_id},
                nonce={"essential": True, "value": kept["nonce"]},
                exp={"essential": True},
                sub={"essential": True},
            ).validate(token.claims)
        except (JoseError, ValueError):
            raise NotAdmitted("The identity provider gave an answer that does not hold.") from None
        claims = dict(token.claims)
        if self.claim not in claims and "userinfo_endpoint" in found:
            bearer = {"authorization": f"Bearer {answer.get('access_token', '')}"}
            told = self._ask("GET", found["userinfo_endpoint"], headers=bearer)
            if told.get("sub") == claims["sub"]:
                claims |= told
        return claims

    def _found(self) -> dict[str, Any]:
        found = self._ask("GET", f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != self.issuer:
            raise NotAdmitted("The identity provider calls itself something else than the settings do.")
        return found

    def _ask(self, method: str, url: str, **more: Any) -> dict[str, Any]:
        try:
            answer = httpx.request(method, url, timeout=_SECONDS, **more)
            answer.raise_for_status()
            told = answer.json()
        except (httpx.HTTPError, ValueError):
            raise ServiceMissing(
                "The identity provider does not answer as it should.", advice="Try again in a moment."
            ) from None
        return told if isinstance(told, dict) else {}
