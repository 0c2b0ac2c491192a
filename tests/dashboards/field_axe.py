"""What axe finds serious on a screen of the field form."""

from axe_playwright_python.sync_playwright import Axe
from field_phone import Phone


def faults_of(phone: Phone, screen: str) -> list[str]:
    """Give what axe finds serious on the screen in sight, with the first place where it finds it."""
    found = Axe().run(phone.page).response["violations"]
    serious = [one for one in found if one["impact"] in ("serious", "critical")]
    return [f"{screen}: {one['id']} at {one['nodes'][0]['target']}" for one in serious]
