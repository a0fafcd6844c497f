"""Putting a value in place of a symbol inside networks, also inside inverses and functions."""

from __future__ import annotations

from auditor.terms.networks import Form, Network, Networks, Workspace
from auditor.terms.places import Leg
from auditor.terms.simplifying import REBUILD, to_power


def substituted(networks: Networks, name: str, value: Form, legs: tuple[Leg, ...], workspace: Workspace) -> Networks:
    """The networks with a symbol replaced by a form of its axes and of the open wires `legs`."""

    def change(inner: Networks) -> Networks:
        return [replaced for network in inner for replaced in _one(network)]

    def _one(network: Network) -> Networks:
        concerned = [factor for factor in network.factors if name in factor.head.symbols]
        if not concerned:
            return [network]
        result: Networks = [network._replace(factors=tuple(f for f in network.factors if name not in f.head.symbols))]
        for factor in concerned:
            if factor.head.kind == "symbol":
                made = workspace.instance(value, (*factor.legs, *legs))
            else:
                made = REBUILD[factor.head.kind](factor.head, factor.legs, change, workspace)
            result = workspace.product(result, workspace.renewed(to_power(made, factor.exponent, workspace)))
        return result

    return change(networks)
