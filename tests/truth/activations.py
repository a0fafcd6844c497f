"""Truth of `corpus/identities/activations.md`."""

from truth.identity import claim, left

TRUTH = {
    # Functions of a number
    "sigmoid-derivative": claim(
        "t:", "derivative(sigmoid, t)", "sigmoid(t) * (1 - sigmoid(t))",
        sign="sigmoid(t) * (1 + sigmoid(t))",
        argument="t * (1 - t)",
        squared="sigmoid(t) ** 2",
    ),
    "sigmoid-reflection": claim(
        "t:", "sigmoid(-t)", "1 - sigmoid(t)",
        odd="-sigmoid(t)",
        even="sigmoid(t)",
        reciprocal="1 / sigmoid(t)",
    ),
    "sigmoid-other-form": claim(
        "t:", "sigmoid(t)", "exp(t) / (1 + exp(t))",
        sign="exp(-t) / (1 + exp(-t))",
        denominator="exp(t) / (1 - exp(t))",
        lost_one="1.0",
    ),
    "log-sigmoid-derivative": claim(
        "t:", "derivative(lambda t: log(sigmoid(t)), t)", "1 - sigmoid(t)",
        factor="sigmoid(t) * (1 - sigmoid(t))",
        sign="sigmoid(t) - 1",
        reciprocal="1 / sigmoid(t)",
    ),
    "tanh-from-sigmoid": claim(
        "t:", "tanh(t)", "2 * sigmoid(2 * t) - 1",
        argument="2 * sigmoid(t) - 1",
        shift="2 * sigmoid(2 * t)",
        sign="1 - 2 * sigmoid(2 * t)",
    ),
    "tanh-derivative": claim(
        "t:", "derivative(np.tanh, t)", "1 - tanh(t) ** 2",
        sign="1 + tanh(t) ** 2",
        exponent="1 - tanh(t)",
        logistic="tanh(t) * (1 - tanh(t))",
    ),
    "softplus-derivative": claim(
        "t:", "derivative(lambda t: log(1 + exp(t)), t)", "sigmoid(t)",
        chain_rule="1 / (1 + exp(t))",
        sign="-sigmoid(t)",
        numerator="exp(t) / (1 + exp(t)) ** 2",
    ),
    "softplus-difference": claim(
        "t:", "log(1 + exp(t)) - log(1 + exp(-t))", "t",
        zero="0",
        sign="-t",
        doubled="2 * t",
    ),
    "logit": claim(
        "p:+pos", "(lambda q: sigmoid(log(q / (1 - q))))(p / (1 + p))", "p / (1 + p)",
        complement="1 - p / (1 + p)",
        odds="p",
        log="log(p / (1 + p))",
    ),
    "swish": claim(
        "t:", "derivative(lambda t: t * sigmoid(t), t)", "sigmoid(t) + t * sigmoid(t) * (1 - sigmoid(t))",
        lost_term="sigmoid(t)",
        product="sigmoid(t) * (1 - sigmoid(t))",
        factor="sigmoid(t) + sigmoid(t) * (1 - sigmoid(t))",
    ),
    "binary-cross-entropy": claim(
        "t: y:", "derivative(lambda t: -y * log(sigmoid(t)) - (1 - y) * log(1 - sigmoid(t)), t)", "sigmoid(t) - y",
        sign="y - sigmoid(t)",
        factor="(sigmoid(t) - y) * sigmoid(t) * (1 - sigmoid(t))",
        target="sigmoid(t) - 1",
    ),
    # Functions of a vector
    "entrywise-jacobian": claim(
        "z:n", "jacobian(sigmoid, z)", "diag(hadamard(sigmoid(z), ones(n) - sigmoid(z)))",
        vector="hadamard(sigmoid(z), ones(n) - sigmoid(z))",
        outer="sigmoid(z) @ (ones(n) - sigmoid(z)).T",
        softmax="diag(sigmoid(z)) - sigmoid(z) @ sigmoid(z).T",
    ),
    "softmax-jacobian": claim(
        "z:n", "jacobian(softmax, z)", "diag(softmax(z)) - softmax(z) @ softmax(z).T",
        sign="diag(softmax(z)) + softmax(z) @ softmax(z).T",
        inner="diag(softmax(z)) - softmax(z).T @ softmax(z)",
        entrywise="diag(softmax(z)) @ (eye(n) - diag(softmax(z)))",
        lost_term="diag(softmax(z))",
    ),
    "softmax-entry": claim(
        "z:n",
        "table(lambda i, j: entry(softmax, z, j)[i, 0], n, n)",
        "table(lambda i, j: softmax(z)[i, 0] * (delta(i, j) - softmax(z)[j, 0]), n, n)",
        own="table(lambda i, j: softmax(z)[i, 0] * (1 - softmax(z)[i, 0]), n, n)",
        index="table(lambda i, j: softmax(z)[i, 0] * (delta(i, j) - softmax(z)[i, 0]), n, n)",
        lost_delta="table(lambda i, j: -softmax(z)[i, 0] * softmax(z)[j, 0], n, n)",
    ),
    "softmax-shift": claim(
        "z:n c:", "softmax(z + c * ones(n))", "softmax(z)",
        scaled="exp(c) * softmax(z)",
        shifted="softmax(z) + c * ones(n)",
        multiple=left("softmax(c * z)"),
    ),
    "softmax-sums-to-one": claim(
        "z:n", "ones(n).T @ softmax(z)", "1.0",
        size="n",
        vector="ones(n)",
        sigmoid=left("ones(n).T @ sigmoid(z)"),
    ),
    "log-sum-exp-gradient": claim(
        "z:n", "gradient(logsumexp, z)", "softmax(z)",
        numerator="exp(z)",
        one="1",
        log="log(softmax(z))",
    ),
    "log-sum-exp-hessian": claim(
        "z:n", "hessian(logsumexp, z)", "diag(softmax(z)) - softmax(z) @ softmax(z).T",
        sign="softmax(z) @ softmax(z).T - diag(softmax(z))",
        gradient="softmax(z)",
        lost_term="diag(softmax(z))",
    ),
    "log-sum-exp-shift": claim(
        "z:n c:", "logsumexp(z)", "c + log(sum(exp(z[k, 0] - c) for k in range(n)))",
        sign="c + log(sum(exp(z[k, 0] + c) for k in range(n)))",
        lost_shift="log(sum(exp(z[k, 0] - c) for k in range(n)))",
        size="n * c + log(sum(exp(z[k, 0] - c) for k in range(n)))",
    ),
    "cross-entropy": claim(
        "z:n y:n+sum1", "gradient(lambda z: -frobenius(y, log(softmax(z))), z)", "softmax(z) - y",
        sign="y - softmax(z)",
        chain_rule="-quotient(y, softmax(z))",
        factor="hadamard(softmax(z) - y, softmax(z))",
        logits="z - y",
    ),
    "cross-entropy-unstated": claim(
        "z:n y:n", "gradient(lambda z: -frobenius(y, log(softmax(z))), z)", "softmax(z) - y",
    ),
    "cross-entropy-any-target": claim(
        "z:n y:n", "gradient(lambda z: -frobenius(y, log(softmax(z))), z)", "total(y) * softmax(z) - y",
        sign="total(y) * softmax(z) + y",
        size="n * softmax(z) - y",
        outer="ones(n) @ y.T @ softmax(z) - y",
    ),
    "logistic-regression": claim(
        "X:mn w:n y:m",
        (
            "gradient(lambda w: -frobenius(y, log(sigmoid(X @ w))) - frobenius(ones(m) - y, log(ones(m)"
            " - sigmoid(X @ w))), w)"
        ),
        "X.T @ (sigmoid(X @ w) - y)",
        sign="X.T @ (y - sigmoid(X @ w))",
        lost_transpose="X @ (sigmoid(X @ w) - y)",
        linear="X.T @ (X @ w - y)",
        chain_rule="sigmoid(X @ w) - y",
    ),
    "logistic-regression-hessian": claim(
        "X:mn w:n",
        "hessian(lambda w: total(softplus(X @ w)), w)",
        "X.T @ diag(hadamard(sigmoid(X @ w), ones(m) - sigmoid(X @ w))) @ X",
        order="X @ diag(hadamard(sigmoid(X @ w), ones(m) - sigmoid(X @ w))) @ X.T",
        weights="X.T @ diag(sigmoid(X @ w)) @ X",
        lost_weights="X.T @ X",
        sign="-X.T @ diag(hadamard(sigmoid(X @ w), ones(m) - sigmoid(X @ w))) @ X",
    ),
}
