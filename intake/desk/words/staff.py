"""What the roles of staff are called."""

from __future__ import annotations

from intake.desk.language import Words
from models.vocabulary import Role

ROLES = Words(
    {
        Role.CLERK: "medewerker",
        Role.FACILITATOR: "gespreksleider",
        Role.COORDINATOR: "coördinator",
        Role.PRIVACY: "privacyfunctionaris",
        Role.ADMIN: "beheerder",
    }
)
