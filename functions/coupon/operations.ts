import {
  changeCampaign,
  createCampaign,
  getCampaign,
  getJob,
  listCampaigns,
  listCodes,
  mintCodes,
} from './campaign-operations.ts'
import {
  checkCode,
  createCode,
  getCode,
  giveCode,
  holdCode,
  quoteCode,
  redeemCode,
  releaseCode,
  voidCode,
} from './code-operations.ts'
import {
  createRedemption,
  getCodeLengths,
  getRedeemPage,
  getRedeemScript,
  sendRedeemForm,
} from './redemption-operations.ts'
import { referralOperations } from './referral-operations.ts'

/** What the OpenAPI document is made from. */
export const couponOperations = [
  createRedemption,
  getCodeLengths,
  getRedeemScript,
  getRedeemPage,
  sendRedeemForm,
  createCampaign,
  listCampaigns,
  getCampaign,
  changeCampaign,
  mintCodes,
  listCodes,
  getJob,
  createCode,
  getCode,
  checkCode,
  holdCode,
  releaseCode,
  redeemCode,
  voidCode,
  quoteCode,
  giveCode,
  ...referralOperations,
] as const
