"""Who is to be told of what."""

from dataclasses import dataclass

from fastapi.responses import Response

from oxyclaim.services.programs.hooks import make_webhook
from oxyclaim.services.programs.kept import Delivery, Webhook
from oxyclaim.services.programs.patients import check_text
from oxyclaim.web.api.bodies import Id, WebhookBody
from oxyclaim.web.api.calls import Called, Calls, said
from oxyclaim.web.api.problem import not_found

calls = Calls("Webhooks")


@dataclass(frozen=True)
class WebhookTold:
    """Whom to tell of what. ``secret``: shown once, when it is made."""

    id: str
    url: str
    kinds: tuple[str, ...]
    made_at: str
    secret: str | None = None


@dataclass(frozen=True)
class DeliveryTold:
    """Something that was told or is to be told: how often it was tried, when next, what became of the last try."""

    number: int
    webhook: str
    kind: str
    tries: int
    next_at: str
    ended_at: str | None
    outcome: str | None


@calls.post("/webhooks", "webhooks", WebhookTold, status=201)
def add(call: Called, body: WebhookBody) -> Response:
    """Tell an address of these things. The secret that signs is in the answer, once."""
    check_text([body.url, body.kinds])
    made = make_webhook(call.office.desk, call.supplier_id, body.url, body.kinds, call.change("webhook"))
    return said(_told(made, made.secret), 201, {"Location": f"/api/v1/webhooks/{made.webhook_id}"})


@calls.get("/webhooks", "webhooks", list[WebhookTold])
def list_all(call: Called) -> Response:
    """Whom to tell of what."""
    return said([_told(each) for each in call.programs.webhooks(call.supplier_id)])


@calls.get("/webhooks/deliveries", "webhooks", list[DeliveryTold])
def list_deliveries(call: Called) -> Response:
    """What was told and is still to be told, the latest 50 first."""
    return said([_delivery(each) for each in call.programs.deliveries(call.supplier_id)])


@calls.delete("/webhooks/{webhook}", "webhooks", status=204)
def end(call: Called, webhook: Id) -> Response:
    """Tell this address nothing more."""
    if not call.programs.end_webhook(call.supplier_id, webhook, call.office.now()):
        raise not_found()
    return Response(status_code=204)


def _told(each: Webhook, secret: str | None = None) -> WebhookTold:
    return WebhookTold(each.webhook_id, each.url, each.kinds, each.made_at, secret)


def _delivery(each: Delivery) -> DeliveryTold:
    return DeliveryTold(
        each.delivery_id, each.webhook_id, each.kind, each.tries, each.next_at, each.ended_at, each.outcome
    )
