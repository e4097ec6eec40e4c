"""Every address under /staff/ and the right that it asks for, written down a second time: a view
that is given another right by mistake differs from it. '*': the password is asked once more.

Whoever adds a page adds it here, under the right that the page should ask for."""

TABLE: dict[str, str] = {
    "orders.see": """
        today orders:index orders:detail orders:invoice orders:credit-note orders:return
        orders:return-photo orders:returns payments:search
    """,
    "orders.pack": """
        orders:bill orders:chosen orders:packing orders:pick-list orders:slips shipping:pack:aside
        shipping:pack:found shipping:pack:index shipping:pack:labels
        shipping:pack:one-label-paper shipping:pack:scan
    """,
    "orders.edit": "orders:mail-again orders:note shipping:address",
    "orders.create": "payments:phone-order",
    "orders.cancel": "orders:settled payments:cancel*",
    "orders.returns": "shipping:return-answer shipping:return-way",
    "shipments.see": "shipping:index",
    "shipments.dispatch": """
        shipping:call-off shipping:collected shipping:dispatch shipping:goods-in shipping:manifest
        shipping:pack:batch shipping:pack:batch-next shipping:pack:batches shipping:pack:dispatch
    """,
    "payments.see": """
        figures payments:index payments:payment payments:reconcile payments:reconcile-report
        payments:reconcile-run
    """,
    "payments.refund": """
        payments:explain payments:give-back* payments:refund* payments:return-check-in*
        payments:return-paid*
    """,
    "payments.reconcile": "payments:reconcile-mends*",
    "papers.see": """
        orders:file orders:register orders:register-sheet orders:register-workbook
        payments:month-file
    """,
    "products.see": """
        catalog:bulk catalog:csv-out catalog:detail catalog:index catalog:preview
    """,
    "products.stock": """
        catalog:bulk-begin catalog:bulk-next catalog:bulk-stock catalog:bulk-typed catalog:stock
    """,
    "products.edit": """
        catalog:bulk-prices catalog:bulk-sale catalog:facts catalog:new catalog:picture-place
        catalog:picture-removal catalog:picture-words catalog:pictures
    """,
    "products.import": "catalog:csv-in",
    "customers.see": "customers:customers:index customers:customers:customer",
    "customers.edit": """
        customers:customers:customer-note customers:customers:customer-signed-out
    """,
    "customers.data": """
        payments:customer-copy* payments:customer-erasure* payments:customer-kept*
    """,
    "complaints": """
        customers:complaint customers:complaint-acknowledgement customers:complaint-answers
        customers:complaint-settlement customers:complaints
    """,
    "team.manage": """
        customers:team:code-app-off* customers:team:index customers:team:invitations*
        customers:team:let-in* customers:team:link* customers:team:link-withdrawn*
        customers:team:member customers:team:sessions-ended* customers:team:shut-out*
    """,
    "team.rule": "customers:team:leaving* customers:team:role*",
    "log.see": "log speed",
    "self": """
        keys log-mine customers:me:code-app* customers:me:device-end customers:me:index
        customers:me:others-end customers:me:password customers:me:recovery-codes*
    """,
}
EXPECTED = {name: right for right, names in TABLE.items() for name in names.split()}
