"""Resource types that LocalStack's community edition lacks. Without them a template's resource is "created" as `unknown`."""

from localstack.services.cloudformation.resource_provider import (
    CloudFormationResourceProviderPlugin, OperationStatus, ProgressEvent, ResourceProvider, ResourceRequest)


def _done(model: dict | None) -> ProgressEvent:
    return ProgressEvent(status=OperationStatus.SUCCESS, resource_model=model)


class Dashboard(ResourceProvider):
    TYPE = "AWS::CloudWatch::Dashboard"
    SCHEMA = {
        "typeName": TYPE,
        "primaryIdentifier": ["/properties/DashboardName"],
        "properties": {"DashboardName": {"type": "string"}, "DashboardBody": {"type": "string"}},
        "required": ["DashboardBody"],
        "readOnlyProperties": [],
    }

    def create(self, request: ResourceRequest) -> ProgressEvent:
        model = request.desired_state
        model["DashboardName"] = model.get("DashboardName") or f"{request.stack_name}-{request.logical_resource_id}"
        request.aws_client_factory.cloudwatch.put_dashboard(
            DashboardName=model["DashboardName"], DashboardBody=model["DashboardBody"])
        return _done(model)

    update = create

    def delete(self, request: ResourceRequest) -> ProgressEvent:
        request.aws_client_factory.cloudwatch.delete_dashboards(DashboardNames=[request.previous_state["DashboardName"]])
        return _done(None)


class MetricFilter(ResourceProvider):
    TYPE = "AWS::Logs::MetricFilter"
    SCHEMA = {
        "typeName": TYPE,
        "primaryIdentifier": ["/properties/LogGroupName", "/properties/FilterName"],
        "properties": {name: {"type": "string"} for name in ("FilterName", "FilterPattern", "LogGroupName")}
        | {"MetricTransformations": {"type": "array"}},
        "required": ["FilterPattern", "LogGroupName", "MetricTransformations"],
        "readOnlyProperties": [],
    }

    def create(self, request: ResourceRequest) -> ProgressEvent:
        model = request.desired_state
        model["FilterName"] = model.get("FilterName") or f"{request.stack_name}-{request.logical_resource_id}"
        transformations = [{name[0].lower() + name[1:]: value for name, value in given.items()}
                           for given in model["MetricTransformations"]]
        for transformation in transformations:
            if "defaultValue" in transformation:
                transformation["defaultValue"] = float(transformation["defaultValue"])
        request.aws_client_factory.logs.put_metric_filter(
            logGroupName=model["LogGroupName"], filterName=model["FilterName"], filterPattern=model["FilterPattern"],
            metricTransformations=transformations)
        return _done(model)

    update = create

    def delete(self, request: ResourceRequest) -> ProgressEvent:
        model = request.previous_state
        request.aws_client_factory.logs.delete_metric_filter(
            logGroupName=model["LogGroupName"], filterName=model["FilterName"])
        return _done(None)


class DashboardPlugin(CloudFormationResourceProviderPlugin):
    name = Dashboard.TYPE

    def load(self) -> None:
        self.factory = Dashboard


class MetricFilterPlugin(CloudFormationResourceProviderPlugin):
    name = MetricFilter.TYPE

    def load(self) -> None:
        self.factory = MetricFilter
