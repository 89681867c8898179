import { Match, type Template } from 'aws-cdk-lib/assertions'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Synthesized, synthesize } from './synth.ts'

const adminVariables = ({ template, logicalId }: Synthesized) =>
  template.findResources('AWS::Lambda::Function')[logicalId('Admin/Lambda')]?.Properties.Environment.Variables

describe('without an issuer of one’s own people sign in at a user pool', () => {
  let stack: Synthesized
  let template: Template
  beforeAll(() => {
    stack = synthesize({ publicBaseUrl: 'https://calls.example.com' })
    template = stack.template
  }, 30_000)

  test('whose client gives codes to the bridge’s own address alone, and has no secret to lose', () => {
    template.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      GenerateSecret: false,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthScopes: ['openid', 'email', 'profile'],
      CallbackURLs: ['https://calls.example.com/auth/callback'],
      LogoutURLs: ['https://calls.example.com/auth/signed-out'],
      PreventUserExistenceErrors: 'ENABLED',
      SupportedIdentityProviders: ['COGNITO'],
    })
  })

  test('in which an address counts once it is proven, a changed one too', () => {
    template.hasResourceProperties('AWS::Cognito::UserPool', {
      AutoVerifiedAttributes: ['email'],
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
      DeletionProtection: 'ACTIVE',
    })
    template.hasResource('AWS::Cognito::UserPool', { DeletionPolicy: 'Retain' })
  })

  test('with a page to sign in at, under a name that no other stack has', () => {
    template.hasResourceProperties('AWS::Cognito::UserPoolDomain', {
      ManagedLoginVersion: 2,
      Domain: { 'Fn::Join': ['-', ['tieline', Match.objectLike({ 'Fn::Select': [2, Match.anyValue()] })]] },
    })
    template.hasResourceProperties('AWS::Cognito::ManagedLoginBranding', { UseCognitoProvidedValues: true })
  })

  test('which the function that signs people in is told of', () => {
    const { OIDC_ISSUER, OIDC_CLIENT_ID, ...others } = adminVariables(stack)
    expect(OIDC_ISSUER).toEqual({ 'Fn::GetAtt': [stack.logicalId('SignIn/People'), 'ProviderURL'] })
    expect(OIDC_CLIENT_ID).toEqual({ Ref: stack.logicalId('SignIn/People/Console') })
    expect(others).not.toHaveProperty('OIDC_CLIENT_SECRET')
  })
})

test('an issuer of one’s own stands instead, its secret in Secrets Manager', () => {
  const stack = synthesize({
    issuer: { url: 'https://accounts.example.com', clientId: 'tieline', clientSecretName: 'tieline/oidc' },
  })
  stack.template.resourceCountIs('AWS::Cognito::UserPool', 0)
  expect(adminVariables(stack)).toMatchObject({
    OIDC_ISSUER: 'https://accounts.example.com',
    OIDC_CLIENT_ID: 'tieline',
  })
  expect(JSON.stringify(adminVariables(stack).OIDC_CLIENT_SECRET)).toContain('secretsmanager:')
}, 30_000)

test('whoever sends a public client no secret sends none', () => {
  const stack = synthesize({ issuer: { url: 'https://accounts.example.com', clientId: 'tieline' } })
  expect(adminVariables(stack)).not.toHaveProperty('OIDC_CLIENT_SECRET')
}, 30_000)
