"""Deliveries of referrals to choose from: references and offices only; names stay in the bundles."""

from dashboards.desk import Desk
from inspection.store.views import DeliveryView


def called(desk: Desk, delivery: DeliveryView) -> str:
    """Return how people speak of a delivery."""
    said = "" if delivery.message == "report" else f"{desk.say(f'message.{delivery.message}')} · "
    return f"{delivery.reference} · {said}{desk.recipient(delivery.recipient)}"
