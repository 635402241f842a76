"""Votes and likes on somebody's behalf: with that person's own unique code, as that person's own user, once.

To vote for what has that vote already takes the vote away on OpenStad. So nothing is ever sent before the person's
votes were listed, and only to somebody who has none. What is there and is not ours stays: the person voted there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from intake.deliveries.target import Item, ItemRefused, Limits, LineHeld, NotThere, Unclear
from intake.openstad.client import OpenStad, check_account, voted_there, voting_closed
from intake.openstad.signing_in import SigningIn
from models.definition import Publish

KINDS = ("likes", "count", "countPerTag")
"""Ways of voting in which a vote has no weight. A budget is divided among ideas, which no question of ours asks."""

YES, NO = "yes", "no"
Votes = Mapping[int, str]
"""Opinions by the number of the idea."""


class OpenStadVotes:
    """`intake.deliveries.target.Target` for the votes of one project. A delivery's name there is the user and a digest
    of that user's votes: whoever changed them, it is noticed.
    """

    def __init__(self, url: str, token: str, publish: Publish, auth_url: str | None) -> None:
        self._url = url
        self._auth_url = auth_url
        self._project = publish.project or 0
        self.api = OpenStad(url, token, self._project)
        self._way: SigningIn | None = None

    def prepare(self, publish: Publish) -> Limits:
        check_account(self.api.account())
        check_votes(self.api.config().get("votes") or {})
        self._way = self._signing_in()
        return Limits()

    def find(self, item: Item) -> str | None:
        _, user = self._voter(item)
        there = self._there(user)
        name = name_of(user, there)
        return name if there == votes_in(item) and not item.is_taken(name) else None

    def place(self, item: Item) -> str | None:
        wanted = votes_in(item)
        if not wanted:
            raise ItemRefused("there is no vote in it", code="no_vote")
        person, user = self._voter(item)
        there = self._there(user)
        if there and not item.is_taken(name_of(user, there)):
            raise voted_there()
        self._take_away(user)
        return self._give(person, user, wanted)

    def replace(self, item: Item, their_id: str) -> str:
        wanted, user = votes_in(item), _user_in(their_id)
        there = self._there(user)
        if there == wanted:
            return their_id
        if not there:
            raise NotThere("the person took the votes away on the website", code="deleted_there")
        if name_of(user, there) != their_id:
            raise voted_there()
        person, _ = self._voter(item)
        self._take_away(user)
        return self._give(person, user, wanted)

    def withdraw(self, item: Item, their_id: str) -> bool:
        """Votes that were changed meanwhile stay: they are the person's own, or a later contribution's."""
        user = _user_in(their_id)
        if name_of(user, self._there(user)) == their_id and not item.is_taken(their_id):
            self._take_away(user)
        return False

    def _signing_in(self) -> SigningIn:
        if self._auth_url is None:
            raise LineHeld(
                "votes are given with codes of the website, and INLOOP_OPENSTAD_AUTH_URL is not set; see "
                "docs/openstad.md",
                code="not_set_up",
            )
        client = self.api.sign_in()
        if client is None:
            raise LineHeld("people do not sign in to this project by OpenStad's own auth server", code="no_sign_in")
        return SigningIn(self._url, self._auth_url, self._project, client)

    def _voter(self, item: Item) -> tuple[OpenStad, int]:
        """The platform as that person sees it, and who that is there."""
        if item.voter is None:
            raise ItemRefused("no code of the website belongs to this person's participation code", code="no_voter")
        way = self._way or self._signing_in()
        person = OpenStad(self._url, f"Bearer {way.token(item.voter)}", self._project, is_ours=False)
        account = person.account()
        if account.id is None:
            raise LineHeld("OpenStad does not know who signed in with a unique code", code="no_sign_in")
        return person, account.id

    def _there(self, user: int) -> dict[int, str]:
        return opinions(self.api.votes_of(user))

    def _take_away(self, user: int) -> None:
        for row in self.api.votes_of(user):
            self.api.delete("vote", str(row["id"]))

    def _give(self, person: OpenStad, user: int, wanted: Votes) -> str:
        if wanted:
            made = person.vote([{"resourceId": idea, "opinion": opinion} for idea, opinion in wanted.items()])
            if opinions(made) != dict(wanted):
                raise Unclear("OpenStad took other votes than were sent; it is looked at what is there", code="votes")
        return name_of(user, wanted)


def check_votes(votes: Mapping[str, Any]) -> None:
    """:raises LineHeld: the project takes no votes that can be passed on."""
    if votes.get("isActive") is False:
        raise voting_closed()
    if votes.get("voteType") not in KINDS:
        raise LineHeld(
            f"the project votes by '{votes.get('voteType')}'; only {', '.join(KINDS)} can be passed on",
            code="kind_of_votes",
        )
    if votes.get("voteType") == "likes" and votes.get("requiredUserRole") == "anonymous":
        raise LineHeld(
            "the project takes likes of anybody, and then refuses a second one from our address within five minutes; "
            "have it ask people to sign in for a like",
            code="anonymous_likes",
        )


def opinions(rows: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    return {int(row["resourceId"]): str(row["opinion"]) for row in rows}


def votes_in(item: Item) -> dict[int, str]:
    """What the answer votes for: the ideas of the chosen options, or one idea for or against."""
    publish, value = item.publish, item.values.get(item.publish.question or "")
    if isinstance(value, bool):
        return {publish.resource: YES if value else NO} if publish.resource is not None else {}
    chosen = value if isinstance(value, list | tuple) else [value]
    return {publish.resources[str(option)]: YES for option in chosen if str(option) in publish.resources}


def name_of(user: int, votes: Votes) -> str:
    """What a delivery of exactly these votes is called."""
    told = ",".join(f"{idea}={opinion}" for idea, opinion in sorted(votes.items()))
    return f"{user}:{sha256(told.encode()).hexdigest()[:32]}"


def _user_in(name: str) -> int:
    return int(name.partition(":")[0])
