import { type CfnElement, Stack } from 'aws-cdk-lib'
import type { IConstruct } from 'constructs'

/** cdk-nag's name of the finding that a policy names parts of a resource by a star. */
export function resourceFinding(resource: IConstruct, rest: string): string {
  const id = Stack.of(resource).getLogicalId(resource.node.defaultChild as CfnElement)
  return `AwsSolutions-IAM5[Resource::<${id}.Arn>${rest}]`
}
