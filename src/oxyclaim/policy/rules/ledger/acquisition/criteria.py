"""Whether the equipment is rented or sold."""

from oxyclaim.engine.words import Cure, criterion, line, p


@criterion(
    not_met="{line.code} is billed as a sale",
    unknown="whether {line.code} is rented or sold is not known (acquisition)",
    ask=Cure("say in the case whether the equipment is rented or sold", "the supplier's records"),
)
def not_sold():
    """The equipment is rented: neither entered nor coded as a sale, nor a code that means one."""
    coded_sale = (line.modifiers.list.set_intersection(p.sale_modifiers).list.len() > 0).fill_null(False)
    return (line.acquisition == "rental") & ~coded_sale & (line.equipment != "purchase only")
